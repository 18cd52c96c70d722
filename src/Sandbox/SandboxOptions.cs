namespace TemporalLambda.Sandbox;

/// <summary>What a sandbox is made from.</summary>
public sealed record SandboxOptions
{
    /// <summary>The port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The one region that it plays.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The account, 12 digits. The default is none of a real account.</summary>
    public string AccountId { get; init; } = "000000000000";

    /// <summary>The access key of the sandbox's own user, who is administrator.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>Its secret.</summary>
    public required string SecretAccessKey { get; init; }

    /// <summary>The access key of the Temporal server's user, who has no policy: it may only assume the roles that trust it.</summary>
    public string? TemporalAccessKeyId { get; init; }

    /// <summary>Its secret.</summary>
    public string? TemporalSecretAccessKey { get; init; }

    /// <summary>How long a function stays Pending or InProgress at least. A moment: clients have to wait for it, but not for long.</summary>
    public TimeSpan TransitionTime { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The clock of signatures, sessions and transitions.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where packages are unpacked; made at the start, removed with everything in it at the end.</summary>
    public required string DataFolder { get; init; }
}
