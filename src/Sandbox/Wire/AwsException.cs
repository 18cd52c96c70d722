namespace TemporalLambda.Sandbox.Wire;

/// <summary>An error that AWS would answer: code and message are AWS's, the form is the protocol's.</summary>
internal sealed class AwsException(int status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status (JSON 1.1 sends 400 for every client error).</summary>
    public int Status { get; } = status;

    /// <summary>For instance ResourceNotFoundException.</summary>
    public string Code { get; } = code;

    /// <summary>Further members of the error document.</summary>
    public IReadOnlyDictionary<string, string> Members { get; init; } = new Dictionary<string, string>();
}
