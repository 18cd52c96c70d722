using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace TemporalLambda.Benchmarks.Workers;

/// <summary>Passes gRPC calls on to a Temporal server and tells of each poll, the moment it comes in.</summary>
internal sealed class FrontendRelay : IAsyncDisposable
{
    private static readonly HashSet<string> OfTheConnection = ["host", "content-type", "content-length", "transfer-encoding", "connection"];

    private readonly WebApplication _web;
    private readonly HttpMessageInvoker _server = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true });
    private readonly Uri _target;

    private FrontendRelay(WebApplication web, Uri target) => (_web, _target) = (web, target);

    /// <summary>Called with each poll.</summary>
    public Action Polled { get; set; } = () => { };

    public string Address => new Uri(_web.Urls.First()).Authority;

    public static async Task<FrontendRelay> StartAsync(string target)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        WebApplication web = builder.Build();
        FrontendRelay relay = new(web, new Uri($"http://{target}"));
        web.Run(relay.PassOnAsync);
        await web.StartAsync();
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource at = new(TimeSpan.FromSeconds(1));
        await _web.StopAsync(at.Token);
        await _web.DisposeAsync();
        _server.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.Contains("/Poll", StringComparison.Ordinal))
        {
            Polled();
        }

        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(_target, context.Request.Path.Value))
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StreamContent(context.Request.Body),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        foreach (var header in context.Request.Headers.Where(header => header.Key[0] != ':' && !OfTheConnection.Contains(header.Key.ToLowerInvariant())))
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray());
        }

        try
        {
            using HttpResponseMessage response = await _server.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            foreach (var header in response.Headers)
            {
                context.Response.Headers.TryAdd(header.Key, header.Value.ToArray());
            }

            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
            foreach (var trailer in response.TrailingHeaders)
            {
                context.Response.AppendTrailer(trailer.Key, trailer.Value.ToArray());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            context.Abort();
        }
    }
}
