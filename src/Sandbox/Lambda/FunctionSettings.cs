using System.Collections.Immutable;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>What a caller chose for a function: all that makes one published version differ from another.</summary>
internal sealed record FunctionSettings
{
    public required string Runtime { get; init; }

    public required string Handler { get; init; }

    public required string RoleArn { get; init; }

    public required StoredPackage Package { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Seconds.</summary>
    public int Timeout { get; init; } = 3;

    /// <summary>MB.</summary>
    public int MemorySize { get; init; } = 128;

    public string Architecture { get; init; } = "x86_64";

    /// <summary>MB of /tmp.</summary>
    public int EphemeralStorage { get; init; } = 512;

    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public string TracingMode { get; init; } = "PassThrough";

    public string? KmsKeyArn { get; init; }

    public string? DeadLetterTarget { get; init; }

    public ImmutableList<string> SubnetIds { get; init; } = [];

    public ImmutableList<string> SecurityGroupIds { get; init; } = [];

    /// <summary>Text or JSON.</summary>
    public string LogFormat { get; init; } = "Text";

    /// <summary>With JSON only.</summary>
    public string ApplicationLogLevel { get; init; } = "INFO";

    /// <summary>With JSON only.</summary>
    public string SystemLogLevel { get; init; } = "INFO";

    /// <summary>Null: /aws/lambda/NAME.</summary>
    public string? LogGroup { get; init; }

    /// <summary>Whether a version published from these settings would be the same (collections are compared by content).</summary>
    public bool IsSameAs(FunctionSettings other) =>
        this == other with { Environment = Environment, SubnetIds = SubnetIds, SecurityGroupIds = SecurityGroupIds }
        && Environment.SequenceEqual(other.Environment)
        && SubnetIds.SequenceEqual(other.SubnetIds)
        && SecurityGroupIds.SequenceEqual(other.SecurityGroupIds);
}
