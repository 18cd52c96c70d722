using System.Net;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TemporalLambda.Temporal.Tests.Fixtures;

/// <summary>What can happen to one call on its way to the server or back.</summary>
public enum Fault
{
    Unavailable,
    DeadlineExceeded,
    ResourceExhausted,
    ResourceExhaustedWithRetryInfo,
    PermissionDenied,
    FailedPrecondition,

    /// <summary>The connection is cut before the server has the call.</summary>
    Cut,

    /// <summary>The connection is cut when the server has done it.</summary>
    AnswerLost,

    /// <summary>Nobody ever answers.</summary>
    Hang,
}

/// <summary>A way to the real server on which one call, by its number, meets a fault; with a certificate it speaks TLS.</summary>
public sealed class FaultFrontend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _server = new(new SocketsHttpHandler());
    private readonly string _target;
    private int _calls;

    private FaultFrontend(WebApplication app, string target) => (_app, _target) = (app, target);

    /// <summary>Host and port.</summary>
    public string Address => Frontend.AddressOf(_app);

    /// <summary>Which call, from 1, meets which fault.</summary>
    public (Fault Fault, int Call)? Planned { get; set; }

    /// <summary>How many calls came.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The call that met the fault.</summary>
    public string? Met { get; private set; }

    public static async Task<FaultFrontend> StartAsync(string target, X509Certificate2? certificate = null, bool clientCertificates = false)
    {
        FaultFrontend frontend = new(Frontend.Build(certificate, clientCertificates), target);
        frontend._app.Run(frontend.HandleAsync);
        await frontend._app.StartAsync();
        return frontend;
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource atOnce = new(0);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        _server.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        Fault? fault = Interlocked.Increment(ref _calls) is var call && Planned is { } planned && planned.Call == call ? planned.Fault : null;
        if (fault is not null)
        {
            Met = context.Request.Path;
        }

        switch (fault)
        {
            case null:
                await ForwardAsync(context, answer: true);
                break;
            case Fault.Cut:
                context.Abort();
                break;
            case Fault.AnswerLost:
                await ForwardAsync(context, answer: false);
                context.Abort();
                break;
            case Fault.Hang:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            case { } status:
                Refuse(context, status);
                break;
        }
    }

    private static void Refuse(HttpContext context, Fault fault)
    {
        int code = fault switch
        {
            Fault.DeadlineExceeded => 4,
            Fault.PermissionDenied => 7,
            Fault.ResourceExhausted or Fault.ResourceExhaustedWithRetryInfo => 8,
            Fault.FailedPrecondition => 9,
            _ => 14,
        };
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", $"{code}");
        context.Response.AppendTrailer("grpc-message", "planned%20fault");
        if (fault == Fault.ResourceExhaustedWithRetryInfo)
        {
            context.Response.AppendTrailer("grpc-status-details-bin", Convert.ToBase64String(RetryInfo(code)));
        }
    }

    // google.rpc.Status with a google.rpc.RetryInfo of 200 ms; neither type is in the packages here.
    private static byte[] RetryInfo(int code)
    {
        using MemoryStream delay = new(), status = new();
        using (CodedOutputStream info = new(delay, leaveOpen: true))
        {
            info.WriteTag(1, WireFormat.WireType.LengthDelimited);
            info.WriteMessage(Duration.FromTimeSpan(TimeSpan.FromMilliseconds(200)));
        }

        using (CodedOutputStream all = new(status, leaveOpen: true))
        {
            all.WriteTag(1, WireFormat.WireType.Varint);
            all.WriteInt32(code);
            all.WriteTag(3, WireFormat.WireType.LengthDelimited);
            all.WriteMessage(new Any { TypeUrl = "type.googleapis.com/google.rpc.RetryInfo", Value = ByteString.CopyFrom(delay.ToArray()) });
        }

        return status.ToArray();
    }

    private async Task ForwardAsync(HttpContext context, bool answer)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"http://{_target}{context.Request.Path}")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new StreamContent(context.Request.Body),
        };
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in context.Request.Headers.Where(header => !header.Key.StartsWith(':') && header.Key != "Host"))
        {
            _ = request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()) || request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        using HttpResponseMessage response = await _server.SendAsync(request, context.RequestAborted);
        byte[] body = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (!answer)
        {
            return;
        }

        context.Response.ContentType = "application/grpc";
        foreach ((string name, IEnumerable<string> values) in response.Headers.Concat(response.TrailingHeaders).Where(header => header.Key.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)))
        {
            if (name.EndsWith("-encoding", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.Headers[name] = values.ToArray();
            }
            else
            {
                context.Response.AppendTrailer(name, values.ToArray());
            }
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
