using TemporalLambda.DevServer;
using TemporalLambda.Runtime.Tests.Parts;
using Temporalio.Client;

[assembly: AssemblyFixture(typeof(TemporalFixture))]

namespace TemporalLambda.Runtime.Tests.Parts;

/// <summary>One real Temporal server for the whole assembly; tests keep apart by their task queues and deployments.</summary>
public sealed class TemporalFixture : IAsyncLifetime
{
    private TemporalDevServer? server;

    public string Address => server!.Address;

    public TemporalClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TemporalDevServer.StartAsync(
            new ServerOptions
            {
                // As in Temporal Cloud; a server of one's own has it off by default (1.32.1).
                DynamicConfig = new Dictionary<string, string> { ["frontend.enableCancelWorkerPollsOnShutdown"] = "true" },
            },
            TestContext.Current.CancellationToken);
        Client = await TemporalClient.ConnectAsync(new TemporalClientConnectOptions(server.Address));
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}
