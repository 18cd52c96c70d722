using System.Globalization;
using TemporalLambda.Runtime.Http;

namespace TemporalLambda.Runtime.RuntimeApi;

/// <summary>The four calls of Lambda's Runtime API (version 2018-06-01).</summary>
/// <remarks>A connection that broke is replaced: Lambda's freeze can cut it between two invocations.</remarks>
internal sealed class RuntimeApiClient(string endpoint, TimeProvider time) : IDisposable
{
    private const string Root = "/2018-06-01/runtime/";
    private static readonly (string Name, string Value)[] NoHeaders = [];
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceWithoutConnection = TimeSpan.FromSeconds(5);

    private readonly HttpConnection connection = new("the Runtime API", endpoint, isTls: false);

    /// <summary>Connects ahead of the first call.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => connection.OpenAsync(cancellationToken);

    /// <summary>Waits for the next invocation, for as long as it takes.</summary>
    /// <exception cref="IOException">The Runtime API was gone for five seconds.</exception>
    /// <exception cref="RuntimeApiException">It refuses to give invocations.</exception>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        long? brokenSince = null;
        while (true)
        {
            var asked = time.GetTimestamp();
            try
            {
                var response = await connection.ExchangeAsync("GET", Root + "invocation/next", default, NoHeaders, cancellationToken);
                return ParseInvocation(Checked(response));
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException)
            {
                if (brokenSince is null || time.GetElapsedTime(asked) > ShortestWait)
                {
                    // It had been waiting for an invocation: the Runtime API was there until now.
                    brokenSince = time.GetTimestamp();
                    pause = FirstPause;
                }
                else if (time.GetElapsedTime(brokenSince.Value) > PatienceWithoutConnection)
                {
                    throw;
                }

                await Task.Delay(pause, time, cancellationToken);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, TimeSpan.TicksPerSecond));
            }
        }
    }

    /// <summary>Answers an invocation. The body is <c>null</c>: nobody reads what a worker returns.</summary>
    public Task RespondAsync(string requestId, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{requestId}/response", "null"u8.ToArray(), NoHeaders, cancellationToken);

    /// <summary>Answers an invocation with an error.</summary>
    public Task ReportErrorAsync(string requestId, ErrorReport error, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{requestId}/error", error.ToJson(), ErrorHeaders(error), cancellationToken);

    /// <summary>Reports that the function cannot start.</summary>
    public Task ReportInitErrorAsync(ErrorReport error, CancellationToken cancellationToken) =>
        PostAsync("init/error", error.ToJson(), ErrorHeaders(error), cancellationToken);

    public void Dispose() => connection.Dispose();

    private static (string Name, string Value)[] ErrorHeaders(ErrorReport error) =>
        [("Content-Type", "application/vnd.aws.lambda.error+json"), ("Lambda-Runtime-Function-Error-Type", error.Type)];

    private static HttpResponse Checked(HttpResponse response) => response.IsSuccess
        ? response
        : throw new RuntimeApiException(response.Status, $"The Runtime API answered {response.Status}: {response.BodyText}");

    private static Invocation ParseInvocation(HttpResponse response)
    {
        var headers = response.Headers;
        if (!headers.TryGetValue("Lambda-Runtime-Aws-Request-Id", out var requestId)
            || !headers.TryGetValue("Lambda-Runtime-Deadline-Ms", out var deadlineText)
            || !long.TryParse(deadlineText, NumberStyles.None, CultureInfo.InvariantCulture, out var deadline))
        {
            throw new RuntimeApiException(response.Status, "The Runtime API gave an invocation without request id or deadline.");
        }

        return new Invocation(
            requestId,
            headers.GetValueOrDefault("Lambda-Runtime-Invoked-Function-Arn", ""),
            DateTimeOffset.FromUnixTimeMilliseconds(deadline),
            headers.GetValueOrDefault("Lambda-Runtime-Trace-Id"));
    }

    private async Task PostAsync(
        string path, ReadOnlyMemory<byte> body, IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        HttpResponse response;
        try
        {
            response = await connection.ExchangeAsync("POST", Root + path, body, headers, cancellationToken);
        }
        catch (IOException)
        {
            // A kept connection may have been cut since the last call. Repeating is safe: an answer counts once for its request id.
            response = await connection.ExchangeAsync("POST", Root + path, body, headers, cancellationToken);
        }

        Checked(response);
    }
}
