using HelloWorker;
using TemporalLambda.Runtime.Tests.Parts;

namespace TemporalLambda.Runtime.Tests.Invocations;

public class IdleBoundaryTests(TemporalFixture temporal)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1.5);

    // So long is a task on its way to the worker: enough that the worker's end meets some, whatever the machine is busy with.
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task Tasks_that_are_on_their_way_when_an_idle_worker_stops_are_not_lost()
    {
        var timedOut = (await Task.WhenAll(Enumerable.Range(0, 4).Select(StartWhileItEndsAsync))).SelectMany(one => one).ToList();

        // Of 12 a worker that cuts its polls loses most. One that has them recalled loses what the server gives out in the very moment.
        Assert.True(timedOut.Count <= 3, string.Join('\n', timedOut));
    }

    // The histories of those whose task had to be given out again.
    private async Task<List<string>> StartWhileItEndsAsync(int seed)
    {
        var random = new Random(seed);
        var deployment = await Deployment.CreateAsync(temporal.Client);
        await using var relay = new TcpRelay(temporal.Address) { Latency = Latency };
        await using var api = new TestRuntimeApi();
        await using var worker = new WorkerInProcess(
            deployment.Variables(api.Endpoint, relay.Address),
            builder => builder.AddWorkflow<GreetingWorkflow>().AddActivity(Activities.Greet).IdleTimeout(Idle));
        using var over = new CancellationTokenSource();
        var invoking = InvokeAgainAndAgainAsync(api, over.Token);
        await StartAfterAsync(deployment, TimeSpan.Zero);
        var timedOut = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            // The worker learns one latency late that the last workflow is over, and has its polls recalled another one after its idle time.
            timedOut.AddRange(await StartAfterAsync(deployment, Idle + Latency + (Latency * (0.1 + (0.8 * random.NextDouble())))) is { } history ? [history] : []);
        }

        await over.CancelAsync();
        await invoking;
        return timedOut;
    }

    private static async Task<string?> StartAfterAsync(Deployment deployment, TimeSpan pause)
    {
        await Task.Delay(pause);
        var greeting = await deployment.StartAsync("GreetingWorkflow", "World");
        Assert.Equal("Hello, World!", await greeting.GetResultAsync<string>().WaitAsync(TimeSpan.FromSeconds(60)));
        var history = await greeting.FetchHistoryAsync();
        return history.Events.Any(one => one.WorkflowTaskTimedOutEventAttributes is not null)
            ? string.Join("; ", history.Events.Select(one => $"{one.EventTime.ToDateTime():ss.fff} {one.EventType}"))
            : null;
    }

    // As the server's worker controller would, only at once.
    private static async Task InvokeAgainAndAgainAsync(TestRuntimeApi api, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await api.AnswerAsync(api.Invoke(TimeSpan.FromSeconds(60)), TimeSpan.FromSeconds(60));
        }
    }
}
