namespace TemporalLambda.Sandbox.Lambda;

/// <summary>One version of a function, or <c>$LATEST</c> at one moment.</summary>
internal sealed record FunctionConfiguration
{
    public const string Pending = "Pending";
    public const string Active = "Active";
    public const string Failed = "Failed";
    public const string InProgress = "InProgress";
    public const string Successful = "Successful";

    public required string FunctionName { get; init; }

    /// <summary>Without a qualifier.</summary>
    public required string FunctionArn { get; init; }

    /// <summary>A number or <c>$LATEST</c>.</summary>
    public required string Version { get; init; }

    public required FunctionSettings Settings { get; init; }

    public required string RevisionId { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>Pending, Active or Failed.</summary>
    public required string State { get; init; }

    /// <summary>InProgress, Successful or Failed; null while Pending.</summary>
    public string? LastUpdateStatus { get; init; }

    /// <summary>Why the state is Pending or Failed, or the update InProgress or Failed.</summary>
    public string? Reason { get; init; }

    public string? ReasonCode { get; init; }

    /// <summary>Of a published version: the settings of <c>$LATEST</c> then. Its own differ by the description.</summary>
    public FunctionSettings? PublishedFrom { get; init; }

    /// <summary>A new function or version, which takes a moment to be ready.</summary>
    public FunctionConfiguration AsPending() => this with
    {
        RevisionId = Guid.NewGuid().ToString(),
        State = Pending,
        LastUpdateStatus = null,
        Reason = "The function is being created.",
        ReasonCode = "Creating",
    };

    /// <summary>The same with other settings, which take a moment to serve.</summary>
    public FunctionConfiguration AsUpdating(FunctionSettings settings, DateTimeOffset now) => this with
    {
        Settings = settings,
        RevisionId = Guid.NewGuid().ToString(),
        LastModified = now,
        LastUpdateStatus = InProgress,
        Reason = "The function is being created.",
        ReasonCode = "Creating",
    };

    /// <summary>What the invoker runs.</summary>
    public FunctionVersion ToVersion() => new(
        FunctionName, Version, RevisionId, $"{FunctionArn}:{Version}", Settings.Package.Folder, Settings.Runtime, Settings.Handler,
        Settings.Architecture, Settings.Timeout, Settings.MemorySize, Settings.Environment, Settings.RoleArn,
        Settings.LogGroup ?? $"/aws/lambda/{FunctionName}", Settings.LogFormat);
}
