using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace TemporalLambda.PlantedFaults.Tests;

/// <summary>
/// Stands before a service, AWS by HTTP/1.1 or Temporal by HTTP/2, hands everything on and keeps what was asked for. An operation may be
/// answered here instead.
/// </summary>
public sealed partial class Recorder : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
    private readonly WebApplication _server;
    private readonly Uri _service;
    private readonly Version _version;

    private Recorder(Uri service, Version version)
    {
        (_service, _version) = (service, version);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listener => listener.Protocols = version.Major == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1));
        _server = builder.Build();
        _server.Run(HandOnAsync);
    }

    /// <summary>Where it is asked, as host and port.</summary>
    public string Address => new Uri(_server.Urls.Single()).Authority;

    public static async Task<Recorder> StartAsync(Uri service, Version version)
    {
        Recorder recorder = new(service, version);
        await recorder._server.StartAsync();
        return recorder;
    }

    /// <summary>What operations are answered with instead of by the service.</summary>
    public ConcurrentDictionary<string, PlannedAnswer> Answers { get; } = new();

    /// <summary>The operations that were asked for since the last time.</summary>
    public IReadOnlyList<string> Take()
    {
        string[] taken = [.. _requests];
        _requests.Clear();
        return taken;
    }

    /// <summary>Whether an operation of AWS or Temporal only reads, as its name or method says.</summary>
    public static bool Reads(string operation) => Reading().IsMatch(operation);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task HandOnAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        string operation = Operation(context.Request, body);
        _requests.Enqueue(operation);
        if (Answers.TryGetValue(operation, out PlannedAnswer? planned))
        {
            await planned.WriteAsync(context.Response);
            return;
        }

        // As it was written: a signature covers how the path was escaped.
        using HttpRequestMessage request = new(new(context.Request.Method), new Uri(_service, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget))
        {
            Version = _version, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(body.ToArray()),
        };
        foreach ((string name, var values) in context.Request.Headers.Where(header => !header.Key.StartsWith(':')))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        // The signature of a request to AWS covers the host that was asked.
        request.Headers.Host = context.Request.Host.Value;
        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach ((string name, IEnumerable<string> values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Transfer-Encoding"))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        foreach ((string name, IEnumerable<string> values) in response.TrailingHeaders)
        {
            context.Response.AppendTrailer(name, values.ToArray());
        }
    }

    private static string Operation(HttpRequest request, MemoryStream body)
    {
        if (request.Protocol == "HTTP/2")
        {
            return request.Path.Value!.Split('/')[^1];
        }

        if (request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target)
        {
            return target.Split('.')[^1];
        }

        return request.HasFormContentType
            ? HttpUtility.ParseQueryString(Encoding.UTF8.GetString(body.ToArray()))["Action"] ?? "?"
            : $"{request.Method} {request.Path}";
    }

    [GeneratedRegex("^(GET /|(Get|List|Describe|Filter|Simulate|Validate|Count)[A-Z])")]
    private static partial Regex Reading();
}
