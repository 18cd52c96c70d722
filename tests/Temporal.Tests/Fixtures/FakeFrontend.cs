using System.Buffers.Binary;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Temporalio.Api.WorkflowService.V1;

namespace TemporalLambda.Temporal.Tests.Fixtures;

/// <summary>A frontend for what the real server can not be made to do here: TLS, and refusing identities.</summary>
public sealed class FakeFrontend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeFrontend(WebApplication app) => _app = app;

    /// <summary>Host and port.</summary>
    public string Address => Frontend.AddressOf(_app);

    /// <summary>The gRPC status of every answer, 0 for success, and the message that goes with it.</summary>
    public (int Status, string Message) Outcome { get; set; }

    /// <summary>The gRPC status of single methods, by their names.</summary>
    public Dictionary<string, (int Status, string Message)> Refusals { get; } = [];

    /// <summary>What it answers, by the method's name; to the others an empty message.</summary>
    public Dictionary<string, IMessage> Answers { get; } = new()
    {
        ["GetSystemInfo"] = new GetSystemInfoResponse { ServerVersion = "1.32.1", Capabilities = new() },
    };

    /// <summary>The Authorization headers that came.</summary>
    public List<string> Authorizations { get; } = [];

    /// <param name="status">The gRPC status of every answer, 0 for success.</param>
    /// <param name="message">The message that goes with it.</param>
    /// <param name="certificate">With one, it speaks TLS.</param>
    /// <param name="clientCertificates">Demands a client certificate.</param>
    public static async Task<FakeFrontend> StartAsync(
        int status = 0, string message = "", X509Certificate2? certificate = null, bool clientCertificates = false)
    {
        FakeFrontend frontend = new(Frontend.Build(certificate, clientCertificates)) { Outcome = (status, message) };
        frontend._app.Run(frontend.AnswerAsync);
        await frontend._app.StartAsync();
        return frontend;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        lock (Authorizations)
        {
            Authorizations.Add(context.Request.Headers.Authorization.ToString());
        }

        string method = context.Request.Path.Value!.Split('/')[^1];
        (int status, string message) = Refusals.TryGetValue(method, out (int, string) refusal) ? refusal : Outcome;
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", $"{status}");
        context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(message));
        if (status == 0)
        {
            IMessage answer = Answers.GetValueOrDefault(method) ?? new DescribeNamespaceResponse();
            byte[] body = new byte[5 + answer.CalculateSize()];
            BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), body.Length - 5);
            answer.WriteTo(body.AsSpan(5));
            await context.Response.Body.WriteAsync(body);
        }
    }
}
