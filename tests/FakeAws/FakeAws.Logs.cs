using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace TemporalLambda.Testing;

/// <content>Writes logs as functions do, past the checker: it judges what the module sends.</content>
public sealed partial class FakeAws
{
    /// <summary>Writes lines, a millisecond apart, into a stream; group and stream are made where they are not there.</summary>
    /// <param name="group">The group.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="first">When the first line was written.</param>
    /// <param name="lines">The lines.</param>
    public async Task WriteLogAsync(string group, string stream, DateTimeOffset first, params string[] lines)
    {
        await LogsAsync("CreateLogGroup", new { logGroupName = group });
        await LogsAsync("CreateLogStream", new { logGroupName = group, logStreamName = stream });
        long time = first.ToUnixTimeMilliseconds();
        await LogsAsync("PutLogEvents", new
        {
            logGroupName = group, logStreamName = stream, logEvents = lines.Select((line, number) => new { timestamp = time + number, message = line }),
        });
    }

    private async Task LogsAsync(string operation, object body)
    {
        using StringContent content = new(JsonSerializer.Serialize(body), Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("/", UriKind.Relative)) { Content = content };
        request.Headers.Add("X-Amz-Target", "Logs_20140328." + operation);
        using HttpResponseMessage answer = await SendToMotoAsync(request, "logs", "eu-central-1");
        if (operation == "PutLogEvents")
        {
            answer.EnsureSuccessStatusCode();
        }
    }
}
