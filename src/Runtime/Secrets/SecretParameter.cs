using System.Text;
using System.Text.Json;
using TemporalLambda.Runtime.Http;

namespace TemporalLambda.Runtime.Secrets;

/// <summary>A secret of the worker's in a SecureString parameter of Systems Manager. It is read for each connection, so that a new one is taken up.</summary>
/// <param name="what">What it is, as errors call it.</param>
/// <param name="variable">The variable that names the parameter.</param>
/// <param name="name">The parameter's name or ARN.</param>
/// <param name="endpoint">Systems Manager's endpoint.</param>
/// <param name="credentials">The function's keys.</param>
/// <param name="time">The clock that requests are signed by.</param>
internal sealed class SecretParameter(string what, string variable, string name, Uri endpoint, FunctionCredentials credentials, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="WorkerConfigurationException">It is not there or may not be read; the message says what to allow.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"Name":"{{JsonEncodedText.Encode(name)}}","WithDecryption":true}""");
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            HttpResponse answer = await PostAsync("AmazonSSM.GetParameter", body, patience.Token);
            using JsonDocument json = JsonDocument.Parse(answer.Body);
            return answer.IsSuccess
                ? json.RootElement.GetProperty("Parameter").GetProperty("Value").GetString()!.Trim()
                : throw new WorkerConfigurationException($"{Failure} {Reason(json.RootElement)} {WayOut}");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or KeyNotFoundException)
        {
            throw new WorkerConfigurationException($"{Failure} {exception.Message} {WayOut}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WorkerConfigurationException($"{Failure} Systems Manager does not answer. {WayOut}", exception);
        }
    }

    private async Task<HttpResponse> PostAsync(string target, byte[] body, CancellationToken cancellationToken)
    {
        (string, string)[] headers = [("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", target)];
        using HttpConnection connection = new("Systems Manager", endpoint.Authority, endpoint.Scheme == Uri.UriSchemeHttps);
        return await connection.ExchangeAsync(
            "POST", "/", body, RequestSignature.Sign(endpoint.Authority, headers, body, credentials, "ssm", time.GetUtcNow()), cancellationToken);
    }

    private string Failure => $"The {what} cannot be read from the parameter '{name}', which {variable} names:";

    private static string WayOut => "The function's role needs ssm:GetParameter for it, and in a VPC a way to Systems Manager.";

    private static string Reason(JsonElement error)
    {
        string type = Text("__type") ?? "";
        string message = Text("message") ?? Text("Message") ?? "";
        return $"{type[(type.LastIndexOf('#') + 1)..]} {message}".Trim();

        string? Text(string member) => error.TryGetProperty(member, out JsonElement value) ? value.GetString() : null;
    }
}
