using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace TemporalLambda.Aws.Tests.Faults;

/// <summary>What happens to one request.</summary>
public enum Fault
{
    /// <summary>AWS throttles it.</summary>
    Throttled,

    /// <summary>AWS fails at it.</summary>
    Failed,

    /// <summary>AWS is not there for it.</summary>
    Unavailable,

    /// <summary>AWS denies it.</summary>
    Denied,

    /// <summary>The connection ends before AWS sees it.</summary>
    Dropped,

    /// <summary>It takes effect, and the connection ends before the answer.</summary>
    AnswerLost,

    /// <summary>It takes effect, and who asked is gone.</summary>
    Killed,
}

/// <summary>Stands before the fake, hands every byte on, and has one request meet a fault.</summary>
internal sealed partial class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _upstream;
    private readonly Task _accepting;
    private int _requests;

    public FaultProxy(string upstream)
    {
        _upstream = new Uri(upstream);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>The requests so far.</summary>
    public int Requests => _requests;

    /// <summary>The fault, and the number of the request that meets it, from 1; 0: none does.</summary>
    public (Fault Fault, int Request) Planned { get; set; }

    /// <summary>How many requests from there on meet it.</summary>
    public int Span { get; set; } = 1;

    /// <summary>Whether AWS denies a request besides, by its first lines.</summary>
    public Func<string, bool> Denies { get; set; } = _ => false;

    /// <summary>Called when <see cref="Fault.Killed"/> is met.</summary>
    public Action Kill { get; set; } = () => { };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                while (await ReadMessageAsync(stream, answered: null) is { } request && await AnswerAsync(stream, request))
                {
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The client has ended its connection.
            }
        }
    }

    // Gives whether the connection goes on.
    private async Task<bool> AnswerAsync(NetworkStream client, byte[] request)
    {
        bool meets = Interlocked.Increment(ref _requests) - Planned.Request is var after && after >= 0 && after < Span && Planned.Request > 0;
        Fault fault = Planned.Fault;
        if (Denies(Encoding.Latin1.GetString(request, 0, Math.Min(request.Length, 2048))))
        {
            await client.WriteAsync(Refusal(Fault.Denied, request), _stop.Token);
            return true;
        }

        if (meets && fault == Fault.Dropped)
        {
            return false;
        }

        if (meets && fault is Fault.Throttled or Fault.Failed or Fault.Unavailable or Fault.Denied)
        {
            await client.WriteAsync(Refusal(fault, request), _stop.Token);
            return true;
        }

        using TcpClient upstream = new();
        await upstream.ConnectAsync(_upstream.Host, _upstream.Port, _stop.Token);
        await upstream.GetStream().WriteAsync(request, _stop.Token);
        byte[]? answer = await ReadMessageAsync(upstream.GetStream(), answered: request);
        if (meets && fault == Fault.Killed)
        {
            Kill();
        }

        if (answer is null || (meets && fault is Fault.AnswerLost or Fault.Killed))
        {
            return false;
        }

        await client.WriteAsync(answer, _stop.Token);
        return true;
    }

    private async Task<byte[]?> ReadMessageAsync(NetworkStream stream, byte[]? answered)
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[64 * 1024];
        int headLength = -1;
        int wanted = int.MaxValue;
        while (message.Length < wanted)
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return message.Length == 0 ? null : throw new IOException("The connection ended within a message.");
            }

            message.Write(buffer, 0, read);
            while (headLength < 0 && message.GetBuffer().AsSpan(0, (int)message.Length).IndexOf("\r\n\r\n"u8) is var end and >= 0)
            {
                headLength = end + 4;
                string head = Encoding.Latin1.GetString(message.GetBuffer(), 0, headLength);
                if (head.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
                {
                    // What comes before the answer itself is for clients that wait with their body.
                    byte[] rest = message.ToArray()[headLength..];
                    message.SetLength(0);
                    message.Write(rest);
                    headLength = -1;
                    continue;
                }

                Match length = ContentLength().Match(head);
                bool bodiless = answered is not null && (head.Split(' ')[1] == "204" || answered.AsSpan().StartsWith("HEAD "u8));
                wanted = headLength + (length.Success && !bodiless ? int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
            }
        }

        return message.ToArray();
    }

    private static byte[] Refusal(Fault fault, byte[] request)
    {
        string service = Scope().Match(Encoding.Latin1.GetString(request)).Groups[1].Value;
        (int status, string code) = fault switch
        {
            Fault.Throttled when service == "s3" => (503, "SlowDown"),
            Fault.Throttled => (429, "ThrottlingException"),
            Fault.Failed => (500, "InternalFailure"),
            Fault.Unavailable => (503, "ServiceUnavailable"),
            _ => (403, "AccessDeniedException"),
        };
        bool xml = service is "iam" or "sts";
        string body = service == "s3"
            ? $"<Error><Code>{code}</Code><Message>Planned.</Message></Error>"
            : xml ? $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>Planned.</Message></Error><RequestId>r</RequestId></ErrorResponse>"
            : $$"""{"__type":"{{code}}","message":"Planned."}""";
        body = request.AsSpan().StartsWith("HEAD "u8) ? "" : body;
        string type = xml || service == "s3" ? "text/xml" : service == "lambda" ? "application/json" : "application/x-amz-json-1.1";
        return Encoding.Latin1.GetBytes(
            $"HTTP/1.1 {status} Planned\r\nContent-Type: {type}\r\nx-amzn-ErrorType: {code}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    [GeneratedRegex("\r\nContent-Length: *([0-9]+)\r\n", RegexOptions.IgnoreCase)]
    private static partial Regex ContentLength();

    [GeneratedRegex("Credential=[^/]+/[0-9]+/[^/]+/([^/]+)/aws4_request")]
    private static partial Regex Scope();
}
