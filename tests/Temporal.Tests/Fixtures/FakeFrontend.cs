using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Temporalio.Api.WorkflowService.V1;

namespace TemporalLambda.Temporal.Tests.Fixtures;

/// <summary>A frontend for what the real server can not be made to do here: TLS, and refusing identities.</summary>
public sealed class FakeFrontend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeFrontend(WebApplication app) => _app = app;

    /// <summary>Host and port.</summary>
    public string Address => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    /// <summary>The Authorization headers that came.</summary>
    public List<string> Authorizations { get; } = [];

    /// <param name="status">The gRPC status of every answer, 0 for success.</param>
    /// <param name="message">The message that goes with it.</param>
    /// <param name="certificate">With one, it speaks TLS.</param>
    /// <param name="clientCertificates">Demands a client certificate.</param>
    public static async Task<FakeFrontend> StartAsync(
        int status = 0, string message = "", X509Certificate2? certificate = null, bool clientCertificates = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
            {
                listen.UseHttps(certificate, https =>
                {
                    if (clientCertificates)
                    {
                        https.ClientCertificateMode = Microsoft.AspNetCore.Server.Kestrel.Https.ClientCertificateMode.RequireCertificate;
                        https.ClientCertificateValidation = (_, _, _) => true;
                    }
                });
            }
        }));
        FakeFrontend frontend = new(builder.Build());
        frontend._app.Run(context => frontend.AnswerAsync(context, status, message));
        await frontend._app.StartAsync();
        return frontend;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, int status, string message)
    {
        lock (Authorizations)
        {
            Authorizations.Add(context.Request.Headers.Authorization.ToString());
        }

        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", $"{status}");
        context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(message));
        if (status == 0)
        {
            IMessage answer = context.Request.Path.Value!.EndsWith("/GetSystemInfo", StringComparison.Ordinal)
                ? new GetSystemInfoResponse { ServerVersion = "1.32.1", Capabilities = new() }
                : new DescribeNamespaceResponse();
            byte[] body = new byte[5 + answer.CalculateSize()];
            BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), body.Length - 5);
            answer.WriteTo(body.AsSpan(5));
            await context.Response.Body.WriteAsync(body);
        }
    }
}
