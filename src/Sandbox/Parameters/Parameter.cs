namespace TemporalLambda.Sandbox.Parameters;

/// <summary>A parameter of Systems Manager, as its newest version is. A value is kept as plainly as everything in a sandbox.</summary>
internal sealed record Parameter(string Name, string Arn)
{
    public required string Type { get; init; }

    public required string Value { get; init; }

    /// <summary>The KMS key of a SecureString, as it was named.</summary>
    public string? KeyId { get; init; }

    public string? Description { get; init; }

    public required long Version { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
