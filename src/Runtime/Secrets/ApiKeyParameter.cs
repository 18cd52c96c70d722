using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace TemporalLambda.Runtime.Secrets;

/// <summary>The worker's API key in a SecureString parameter of Systems Manager. It is read for each connection, so that a new key is taken up.</summary>
/// <param name="name">The parameter's name or ARN.</param>
/// <param name="endpoint">Systems Manager's endpoint.</param>
/// <param name="credentials">The function's keys.</param>
/// <param name="time">The clock that requests are signed by.</param>
internal sealed class ApiKeyParameter(string name, Uri endpoint, FunctionCredentials credentials, TimeProvider time)
{
    private static readonly Lazy<HttpClient> Http = new(() => new HttpClient { Timeout = TimeSpan.FromSeconds(5) });

    /// <exception cref="WorkerConfigurationException">It is not there or may not be read; the message says what to allow.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"Name":"{{JsonEncodedText.Encode(name)}}","WithDecryption":true}""");
        using HttpRequestMessage request = new(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "AmazonSSM.GetParameter");
        RequestSignature.Sign(request, body, credentials, "ssm", time.GetUtcNow());
        try
        {
            using HttpResponseMessage answer = await Http.Value.SendAsync(request, cancellationToken);
            using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return answer.IsSuccessStatusCode
                ? json.RootElement.GetProperty("Parameter").GetProperty("Value").GetString()!.Trim()
                : throw new WorkerConfigurationException($"{Failure} {Reason(json.RootElement)} {WayOut}");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or KeyNotFoundException
            || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new WorkerConfigurationException($"{Failure} {exception.Message} {WayOut}", exception);
        }
    }

    private string Failure => $"The API key cannot be read from the parameter '{name}', which TEMPORAL_API_KEY_PARAMETER names:";

    private static string WayOut => "The function's role needs ssm:GetParameter for it, and in a VPC a way to Systems Manager.";

    private static string Reason(JsonElement error)
    {
        string type = Text("__type") ?? "";
        string message = Text("message") ?? Text("Message") ?? "";
        return $"{type[(type.LastIndexOf('#') + 1)..]} {message}".Trim();

        string? Text(string member) => error.TryGetProperty(member, out JsonElement value) ? value.GetString() : null;
    }
}
