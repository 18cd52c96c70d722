using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TemporalLambda.Sandbox.Supervision;

/// <summary>The one line on standard output: the sandbox is ready, or why it is not.</summary>
internal sealed record ReadyLine(ReadyLine.ReadyData? Ready, ReadyLine.ErrorData? Error)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// What a client needs. The secret is that of the sandbox's own user, good for this sandbox only; the process is the supervisor.
    /// </summary>
    internal sealed record ReadyData(
        string EndpointUrl,
        string AccessKey,
        string SecretKey,
        string Region,
        string AccountId,
        string? TemporalAddress,
        string? Namespace,
        string? TemporalPrincipalArn,
        int ProcessId,
        string DataFolder);

    /// <summary>An error as a cmdlet shows it.</summary>
    internal sealed record ErrorData(string ErrorId, string Category, string Message, string Recommendation, string Target);

    internal static ReadyLine For(ReadyData ready) => new(ready, null);

    internal static ReadyLine For(StageException failure) => new(null, new ErrorData(
        failure.ErrorId, failure.Category.ToString(), failure.Message, failure.Recommendation, failure.Target?.ToString() ?? ""));

    public override string ToString() => JsonSerializer.Serialize(this, Options);
}
