using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace TemporalLambda.Runtime.Tests.Parts;

/// <summary>What a function told the Runtime API.</summary>
/// <param name="Path">The path after /2018-06-01/runtime/.</param>
/// <param name="Body">What was posted.</param>
/// <param name="At">When it had arrived, on the stopwatch's scale.</param>
internal sealed record Posted(string Path, string Body, long At);

/// <summary>An invocation that was given out, or will be.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="Timeout">Its function's timeout, which begins when the function gets it.</param>
internal sealed record Given(string RequestId, TimeSpan Timeout)
{
    private readonly TaskCompletionSource<long> started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When the function got it, on the stopwatch's scale.</summary>
    public Task<long> Started => started.Task;

    public void Start() => started.TrySetResult(Stopwatch.GetTimestamp());
}

/// <summary>
/// A Runtime API on loopback that gives out the invocations of a test and can misbehave. Not the sandbox: it has none of Lambda's rules.
/// </summary>
internal sealed class TestRuntimeApi : IAsyncDisposable
{
    public const string FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:hello:1";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<Given> waiting = Channel.CreateUnbounded<Given>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Posted>> answers = new();
    private readonly ConcurrentDictionary<Socket, CancellationTokenSource> sockets = new();
    private readonly Task accepting;

    public TestRuntimeApi()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>For AWS_LAMBDA_RUNTIME_API.</summary>
    public string Endpoint => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>Every call of /next, including those that wait.</summary>
    public int NextCalls { get; private set; }

    /// <summary>Every connection that was ever accepted.</summary>
    public int Connections { get; private set; }

    /// <summary>How the answer to a request is written: the request's first line and the normal answer go in. Null drops the connection.</summary>
    public Func<string, byte[], IEnumerable<byte[]>?> Write { get; set; } = (_, bytes) => [bytes];

    /// <summary>Gives out an invocation, now or when the function next asks.</summary>
    public Given Invoke(TimeSpan timeout)
    {
        var given = new Given(Guid.NewGuid().ToString(), timeout);
        Assert.True(waiting.Writer.TryWrite(given));
        return given;
    }

    /// <summary>Invokes the function until the work is done, as Temporal does while tasks wait.</summary>
    public async Task<T> InvokeUntilAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, AnswerAsync(Invoke(TimeSpan.FromSeconds(60)), TimeSpan.FromSeconds(90)));
        }

        return await work;
    }

    /// <summary>Waits for the answer to an invocation.</summary>
    public Task<Posted> AnswerAsync(Given given, TimeSpan? patience = null) => PostedAsync($"invocation/{given.RequestId}", patience);

    /// <summary>Waits for the report of a failed start.</summary>
    public Task<Posted> InitErrorAsync(TimeSpan? patience = null) => PostedAsync("init", patience);

    /// <summary>Resets every connection.</summary>
    public void Cut()
    {
        foreach (var (socket, cut) in sockets)
        {
            // Closing without lingering is a reset. What waits there for an invocation must not get one any more.
            cut.Cancel();
            socket.Close(0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        foreach (var socket in sockets.Keys)
        {
            socket.Dispose();
        }

        await accepting;
        stop.Dispose();
    }

    private Task<Posted> PostedAsync(string subject, TimeSpan? patience) =>
        answers.GetOrAdd(subject, _ => new TaskCompletionSource<Posted>(TaskCreationOptions.RunContinuationsAsynchronously))
            .Task.WaitAsync(patience ?? TimeSpan.FromSeconds(30));

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stop.Token);
                Connections++;
                var cut = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                sockets[socket] = cut;
                _ = ServeAsync(socket, cut);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException
            || (exception is InvalidOperationException && stop.IsCancellationRequested))
        {
            // The test is over; a listener that was stopped says so in whatever way.
        }
    }

    private async Task ServeAsync(Socket socket, CancellationTokenSource cut)
    {
        try
        {
            using var reader = new StreamReader(new NetworkStream(socket), Encoding.Latin1);
            while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } first)
            {
                var answer = await AnswerToAsync(first, await ReadBodyAsync(reader), cut.Token);
                if (Write(first, answer) is not { } pieces)
                {
                    return;
                }

                foreach (var piece in pieces)
                {
                    await socket.SendAsync(piece, stop.Token);
                    await Task.Yield();
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Cut by either side.
        }
        finally
        {
            sockets.TryRemove(socket, out _);
            socket.Dispose();
            cut.Dispose();
        }
    }

    private static async Task<string> ReadBodyAsync(StreamReader reader)
    {
        var length = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(header.AsSpan(header.IndexOf(':') + 1), CultureInfo.InvariantCulture);
            }
        }

        var body = new char[length];
        if (length > 0)
        {
            await reader.ReadBlockAsync(body);
        }

        return new string(body);
    }

    private async Task<byte[]> AnswerToAsync(string first, string body, CancellationToken cut)
    {
        var path = first.Split(' ')[1]["/2018-06-01/runtime/".Length..];
        if (first.StartsWith("GET", StringComparison.Ordinal))
        {
            NextCalls++;
            var given = await waiting.Reader.ReadAsync(cut);
            given.Start();
            var deadline = (DateTimeOffset.UtcNow + given.Timeout).ToUnixTimeMilliseconds();
            return Bytes(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + $"Lambda-Runtime-Aws-Request-Id: {given.RequestId}\r\nLambda-Runtime-Deadline-Ms: {deadline}\r\n"
                + $"Lambda-Runtime-Invoked-Function-Arn: {FunctionArn}\r\nContent-Length: 2\r\n\r\n{{}}");
        }

        var posted = new Posted(path, body, Stopwatch.GetTimestamp());
        var subject = path[..path.LastIndexOf('/')];
        answers.GetOrAdd(subject, _ => new TaskCompletionSource<Posted>(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(posted);
        return Bytes("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
