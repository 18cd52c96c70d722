namespace TemporalLambda.Runtime.RuntimeApi;

/// <summary>The Runtime API refused a request.</summary>
internal sealed class RuntimeApiException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status code.</summary>
    public int Status { get; } = status;
}
