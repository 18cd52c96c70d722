using System.Text.Json;
using TemporalLambda.Cmdlets.Errors;

namespace TemporalLambda.Cmdlets.Sandbox;

/// <summary>The line that the sandbox's process writes when it is ready. It holds the secret, so it is shown nowhere.</summary>
internal sealed record SandboxReady(
    string EndpointUrl,
    string AccessKey,
    string SecretKey,
    string Region,
    string AccountId,
    string TemporalAddress,
    string Namespace,
    string TemporalPrincipalArn)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <exception cref="StageException">The line tells of an error, or is none of the sandbox's.</exception>
    public static SandboxReady Parse(string line)
    {
        Line? parsed;
        try
        {
            parsed = JsonSerializer.Deserialize<Line>(line, Options);
        }
        catch (JsonException)
        {
            throw CmdletErrors.SandboxDied(0, line);
        }

        // The error comes from a catalog on the other side of the pipe; it is passed on as it is.
        return parsed switch
        {
            { Ready: { } ready } => ready,
            { Error: { } error } => throw new StageException(
                error.ErrorId, Enum.Parse<FaultCategory>(error.Category), error.Message, error.Recommendation, error.Target),
            _ => throw CmdletErrors.SandboxDied(0, line),
        };
    }

    /// <summary>Without keys.</summary>
    public override string ToString() => EndpointUrl;

    private sealed record Line(SandboxReady? Ready, Fault? Error);

    private sealed record Fault(string ErrorId, string Category, string Message, string Recommendation, string? Target);
}
