using TemporalLambda.DevServer;
using TemporalLambda.Runtime;
using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Worker;

namespace HelloWorker.Tests;

/// <summary>
/// The workflow in a real worker on a real server: the same worker as in Lambda, which is an ordinary one here. What its activities reach
/// outside is replaced.
/// </summary>
public sealed class GreetingWorkflowTests : IAsyncLifetime
{
    private TemporalDevServer _server = null!;
    private TemporalClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TemporalDevServer.StartAsync(new ServerOptions(), TestContext.Current.CancellationToken);
        _client = await TemporalClient.ConnectAsync(new(_server.Address));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task It_returns_what_the_activity_greets_with()
    {
        using CancellationTokenSource stop = new();
        Task worker = RunWorkerAsync(stop.Token);

        string greeting = await GreetAsync("World");

        Assert.Equal("Good evening, World!", greeting);
        await stop.CancelAsync();
        await worker;
    }

    // A version that replays the histories of running workflows can take them over; for pinned ones that is only needed to move them.
    [Fact]
    public async Task Its_code_replays_what_it_did()
    {
        using CancellationTokenSource stop = new();
        Task worker = RunWorkerAsync(stop.Token);
        await GreetAsync("World");
        WorkflowHistory history = await _client.GetWorkflowHandle("greeting-World").FetchHistoryAsync();
        await stop.CancelAsync();
        await worker;

        WorkflowReplayResult replayed = await new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<GreetingWorkflow>())
            .ReplayWorkflowAsync(history, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Null(replayed.ReplayFailure);
    }

    private Task<string> GreetAsync(string name) =>
        _client.ExecuteWorkflowAsync((GreetingWorkflow workflow) => workflow.RunAsync(name), new($"greeting-{name}", taskQueue: "hello"));

    private Task RunWorkerAsync(CancellationToken cancellationToken) => TemporalLambdaWorker.RunAsync(
        worker => worker
            .AddWorkflow<GreetingWorkflow>()
            .AddAllActivities(typeof(EveningActivities))
            .ConfigureClient(client => client.TargetHost = _server.Address)
            .ConfigureWorker(options => options.TaskQueue = "hello"),
        cancellationToken);

    private static class EveningActivities
    {
        [Activity]
        public static string Greet(string name) => $"Good evening, {name}!";
    }
}
