using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>The Lambda Runtime API, version 2018-06-01, for all environments: each has a port of its own on loopback.</summary>
internal sealed class RuntimeApiServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private const string Prefix = "/2018-06-01/runtime/";

    private readonly ConcurrentDictionary<int, RuntimeSession> _sessions = new();
    private readonly RuntimeApiListener _listener = new();
    private readonly KestrelServer _kestrel;

    private RuntimeApiServer()
    {
        var options = new KestrelServerOptions { AddServerHeader = false };

        // A frozen process may keep a connection idle or half read for as long as it is frozen.
        options.Limits.KeepAliveTimeout = Timeout.InfiniteTimeSpan;
        options.Limits.RequestHeadersTimeout = Timeout.InfiniteTimeSpan;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.MaxRequestBodySize = null;
        options.Listen(IPAddress.Loopback, 0);
        _kestrel = new KestrelServer(Options.Create(options), _listener, NullLoggerFactory.Instance);
    }

    internal static async Task<RuntimeApiServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new RuntimeApiServer();
        await server._kestrel.StartAsync(server, cancellationToken);
        return server;
    }

    /// <summary>Opens the API of one environment; disposing of the result closes it.</summary>
    internal IDisposable Open(RuntimeSession session, out string hostAndPort)
    {
        var socket = _listener.Open(out var port);
        _sessions[port] = session;
        hostAndPort = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        return new OpenPort(this, socket, port);
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context)
    {
        if (!_sessions.TryGetValue(context.Connection.LocalPort, out var session))
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
            return Task.CompletedTask;
        }

        var path = context.Request.Path.Value ?? "";
        var parts = path.StartsWith(Prefix, StringComparison.Ordinal) ? path[Prefix.Length..].Split('/') : [];
        return (context.Request.Method, parts) switch
        {
            ("GET", ["invocation", "next"]) => NextAsync(context, session),
            ("POST", ["invocation", var id, "response"]) => RespondAsync(context, session, id),
            ("POST", ["invocation", var id, "error"]) => FailAsync(context, session, id),
            ("POST", ["init", "error"]) => FailInitAsync(context, session),
            _ => RefuseAsync(context, StatusCodes.Status404NotFound, "NotFound", $"{context.Request.Method} {path} is not of the Runtime API."),
        };
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(0);
        await _kestrel.StopAsync(atOnce.Token);
        _kestrel.Dispose();
    }

    private static async Task NextAsync(HttpContext context, RuntimeSession session)
    {
        var next = await session.NextAsync(context.RequestAborted);
        if (next is null)
        {
            await ReplyAsync(context, RuntimeReply.WrongState);
            return;
        }

        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = next.Invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = next.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = next.Invocation.InvokedArn;
        headers["Lambda-Runtime-Trace-Id"] = next.TraceId;
        if (next.Invocation.ClientContext is { } clientContext)
        {
            headers["Lambda-Runtime-Client-Context"] = clientContext;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = next.Invocation.Payload.Length;
        await context.Response.Body.WriteAsync(next.Invocation.Payload);
    }

    private static async Task RespondAsync(HttpContext context, RuntimeSession session, string requestId)
    {
        if (await ReadBodyAsync(context) is { } payload)
        {
            await ReplyAsync(context, session.Respond(requestId, payload));
            return;
        }

        session.RefuseOversized(requestId);
        await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLarge", FunctionFault.ResponseTooLargeMessage);
    }

    private static async Task FailAsync(HttpContext context, RuntimeSession session, string requestId) =>
        await ReplyAsync(context, session.Fail(requestId, await ReadBodyAsync(context) ?? [], ErrorType(context)));

    private static async Task FailInitAsync(HttpContext context, RuntimeSession session) =>
        await ReplyAsync(context, session.FailInit(await ReadBodyAsync(context) ?? [], ErrorType(context)));

    private static string? ErrorType(HttpContext context) => context.Request.Headers["Lambda-Runtime-Function-Error-Type"];

    /// <summary>The body, or null when it is larger than an answer may be; the rest is then read and dropped, so that the reply arrives.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var tooLarge = false;
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            tooLarge |= body.Length + count > FunctionFault.LargestResponse;
            if (!tooLarge)
            {
                body.Write(buffer, 0, count);
            }
        }

        return tooLarge ? null : body.ToArray();
    }

    private static Task ReplyAsync(HttpContext context, RuntimeReply reply)
    {
        switch (reply)
        {
            case RuntimeReply.Accepted:
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                return context.Response.WriteAsJsonAsync(new { status = "OK" });
            case RuntimeReply.UnknownRequest:
                return RefuseAsync(context, StatusCodes.Status400BadRequest, "InvalidRequestID", "Invalid request ID");
            default:
                return RefuseAsync(
                    context, StatusCodes.Status403Forbidden, "InvalidStateTransition", "State transition is not allowed");
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string errorType, string errorMessage)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { errorMessage, errorType });
    }

    private sealed class OpenPort(RuntimeApiServer server, Socket socket, int port) : IDisposable
    {
        public void Dispose()
        {
            server._sessions.TryRemove(port, out _);
            socket.Dispose();
        }
    }
}
