namespace TemporalLambda.Sandbox.Wire;

/// <summary>An answer, ready to be sent.</summary>
internal sealed record AwsResponse(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    private static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();

    /// <summary>Headers beside the request id, content type and length.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    /// <summary>An answer without a body.</summary>
    public static AwsResponse Empty(int status) => new(status, null, ReadOnlyMemory<byte>.Empty);
}
