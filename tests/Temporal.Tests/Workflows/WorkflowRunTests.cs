using System.Diagnostics;
using TemporalLambda.DevServer;
using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Workflows;

public class WorkflowRunTests(Servers servers)
{
    private readonly string _queue = $"queue-{Guid.NewGuid():N}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Any_JSON_goes_in_and_comes_out(string version)
    {
        TemporalConnection connection = await ConnectAsync(version);
        await using TestWorker worker = await WorkerAsync(connection);
        foreach (string json in (string[])["\"World\"", "42", "1.5", "true", "null", "[1,\"two\",null]", "{\"a\":{\"b\":[]},\"c\":\"ü\"}"])
        {
            WorkflowRunResult result = await RunAsync(connection, "Echo", json);
            Assert.Equal(json, result.ResultJson.Replace("\\u00FC", "ü", StringComparison.Ordinal));
            Assert.StartsWith("Echo-", result.WorkflowId, StringComparison.Ordinal);
            Assert.NotEmpty(result.RunId);
            Assert.True(result.Duration > TimeSpan.Zero);
        }

        Assert.Equal("null", (await RunAsync(connection, "Echo", null)).ResultJson);
    }

    [Fact]
    public async Task A_failed_workflow_is_an_error_with_its_messages()
    {
        TemporalConnection connection = await ConnectAsync("1.32.1");
        await using TestWorker worker = await WorkerAsync(connection);
        StageException error = await Assert.ThrowsAsync<StageException>(() => RunAsync(connection, "Failing", "\"it broke\""));
        Assert.Equal(("TemporalWorkflowFailed", FaultCategory.InvalidResult), (error.ErrorId, error.Category));
        Assert.Contains("Broken: it broke <- the root", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_that_nobody_serves_ends_in_time()
    {
        TemporalConnection connection = await ConnectAsync("1.32.1");
        long started = Stopwatch.GetTimestamp();
        StageException error = await Assert.ThrowsAsync<StageException>(
            () => WorkflowRun.ExecuteAsync(connection, new("Echo", null, _queue, TimeSpan.FromSeconds(1)), Cancel));
        Assert.Equal("TemporalWorkflowTimedOut", error.ErrorId);
        Assert.Contains(_queue, error.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Input_that_is_no_JSON_is_refused_before()
    {
        TemporalConnection connection = await ConnectAsync("1.32.1");
        Assert.Equal("TemporalWorkflowInputInvalid", (await Assert.ThrowsAsync<StageException>(() => RunAsync(connection, "Echo", "World"))).ErrorId);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait_within_a_second()
    {
        TemporalConnection connection = await ConnectAsync("1.32.1");
        using CancellationTokenSource cancel = new(500);
        long started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => WorkflowRun.ExecuteAsync(connection, new("Echo", null, _queue, TimeSpan.FromSeconds(3)), cancel.Token));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(1.5));
    }

    private Task<WorkflowRunResult> RunAsync(TemporalConnection connection, string type, string? json) =>
        WorkflowRun.ExecuteAsync(connection, new(type, json, _queue, TimeSpan.FromSeconds(30)), Cancel);

    private async Task<TemporalConnection> ConnectAsync(string version)
    {
        TemporalDevServer server = await servers.TemporalAsync(version);
        return await TemporalConnection.OpenAsync(new() { Address = server.Address, Namespace = "default" }, SilentReporter.Instance, Cancel);
    }

    // A version has to be current before it gets work.
    private async Task<TestWorker> WorkerAsync(TemporalConnection connection)
    {
        TestWorker worker = await TestWorker.StartAsync(connection.Address, _queue, "1", _queue);
        while ((await VersionState.ReadVersionAsync(connection, _queue, "1", Cancel)).TaskQueues.Count == 0)
        {
            await Task.Delay(50, Cancel);
        }

        TemporalLambda.Temporal.Routing routing = new(connection);
        await routing.ApplyAsync(await routing.PlanAsync(new(_queue) { BuildId = "1" }, Cancel), Cancel);
        return worker;
    }
}
