using System.Diagnostics;
using TemporalLambda.DevServer;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace TemporalLambda.Benchmarks.Temporal;

/// <summary>
/// All versions of a namespace, by deployment: this module in a session that is warm, against the same calls of Temporal's own client one
/// after another, which is what a script around the CLI does without its processes. To fill the server with 100 x 100 takes minutes.
/// </summary>
internal static class ListingBenchmark
{
    private const int SideBySide = 8;

    public static async Task<int> RunAsync(int deployments, int versions, int runs)
    {
        // A production server has its limit of reads a second, which is not what is compared here.
        ServerOptions options = new()
        {
            DynamicConfig = new Dictionary<string, string> { ["frontend.globalNamespaceWorkerDeploymentReadRPS"] = "10000" },
        };
        await using TemporalDevServer server = await TemporalDevServer.StartAsync(options, CancellationToken.None);
        TemporalClient client = await TemporalClient.ConnectAsync(new(server.Address) { Namespace = server.Namespace });
        await FillAsync(client, deployments, versions);
        using WarmSession session = WarmSession.Start(
            "listing.ps1", new Dictionary<string, string> { ["TEMPORAL_ADDRESS"] = server.Address, ["TEMPORAL_NAMESPACE"] = server.Namespace });
        _ = await session.ReadAsync("ready");

        // The first one is the warm-up of both.
        List<double> module = [], client1 = [];
        for (int run = 0; run <= runs; run++)
        {
            (double mine, string found) = await session.DoAsync($"{deployments * versions}");
            double theirs = await Measurements.SecondsAsync(() => OneAfterAnotherAsync(client));
            Console.WriteLine($"run {run}: module {mine:0.00} s ({found}), client {theirs:0.00} s");
            if (run > 0)
            {
                module.Add(mine);
                client1.Add(theirs);
            }
        }

        double reference = Measurements.Median(client1);
        Console.WriteLine();
        Console.WriteLine($"| {deployments} deployments of {versions} versions | median s | min | max | ratio to the client |");
        Console.WriteLine("|---|---|---|---|---|");
        Measurements.Row("this module, warm session", module, reference);
        Measurements.Row("the same calls one after another", client1, reference);
        return 0;
    }

    private static async Task FillAsync(TemporalClient client, int deployments, int versions)
    {
        var clock = Stopwatch.StartNew();
        int filled = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, deployments), new ParallelOptions { MaxDegreeOfParallelism = SideBySide },
            async (number, cancellation) =>
            {
                string name = $"bench-{number:000}";
                await client.WorkflowService.CreateWorkerDeploymentAsync(
                    new() { Namespace = client.Options.Namespace, DeploymentName = name, Identity = "bench", RequestId = name }, new() { CancellationToken = cancellation });
                for (int version = 0; version < versions; version++)
                {
                    CreateWorkerDeploymentVersionRequest request = new()
                    {
                        Namespace = client.Options.Namespace, DeploymentVersion = new() { DeploymentName = name, BuildId = $"build-{version:000}" },
                        Identity = "bench", RequestId = $"{version}",
                    };
                    await CreateAsync(client, request, cancellation);
                }

                Console.WriteLine($"{Interlocked.Increment(ref filled)} of {deployments} deployments are there after {clock.Elapsed.TotalSeconds:0} s");
            });

        // The server's list follows with some delay.
        while ((await ListAsync(client)).WorkerDeployments.Count < deployments)
        {
            await Task.Delay(500);
        }
    }

    // A server that is busy gives some up. The same request again is the same version.
    private static async Task CreateAsync(TemporalClient client, CreateWorkerDeploymentVersionRequest request, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await client.WorkflowService.CreateWorkerDeploymentVersionAsync(request, new() { CancellationToken = cancellation });
                return;
            }
            catch (RpcException e) when (e.Code == RpcException.StatusCode.Cancelled && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(100, cancellation);
            }
        }
    }

    private static Task<ListWorkerDeploymentsResponse> ListAsync(TemporalClient client) =>
        client.WorkflowService.ListWorkerDeploymentsAsync(new() { Namespace = client.Options.Namespace, PageSize = 100 });

    private static async Task OneAfterAnotherAsync(TemporalClient client)
    {
        foreach (ListWorkerDeploymentsResponse.Types.WorkerDeploymentSummary deployment in (await ListAsync(client)).WorkerDeployments)
        {
            await client.WorkflowService.DescribeWorkerDeploymentAsync(new() { Namespace = client.Options.Namespace, DeploymentName = deployment.Name });
        }
    }
}
