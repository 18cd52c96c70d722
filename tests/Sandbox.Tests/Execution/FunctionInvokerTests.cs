using Microsoft.Extensions.Time.Testing;
using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox.Tests.Execution;

public class FunctionInvokerTests
{
    private const string Slow = "while next; do sleep 0.5; answer $$; done";
    private const string Failing = "while next; do echo run >> \"$TMPDIR/../runs\"; fail '{}'; done";

    [Fact]
    public async Task Invocations_at_the_same_time_have_an_environment_each()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function(Slow);

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => bench.InvokeAsync(function)));

        Assert.Equal(3, results.Select(FunctionBench.Text).Distinct().Count());
        Assert.Equal(3, bench.Invoker.EnvironmentCount);
    }

    [Fact]
    public async Task Reserved_concurrency_throttles_what_is_over_it()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function(Slow);
        bench.Invoker.SetReservedConcurrency("worker", 1);

        var results = await Task.WhenAll(bench.InvokeAsync(function), bench.InvokeAsync(function));

        Assert.Single(results, result => result.Throttled);
        bench.Invoker.SetReservedConcurrency("worker", 0);
        Assert.True((await bench.InvokeAsync(function)).Throttled);
        bench.Invoker.SetReservedConcurrency("worker", null);
        Assert.False((await bench.InvokeAsync(function)).Throttled);
    }

    [Fact]
    public async Task The_limit_of_environments_makes_the_longest_idle_one_give_way()
    {
        await using var bench = new FunctionBench(new() { MaximumEnvironments = 2 });
        var (first, second, third) = (bench.Function(Slow, name: "a"), bench.Function(Slow, name: "b"), bench.Function(Slow, name: "c"));
        var old = FunctionBench.Text(await bench.InvokeAsync(first));
        var kept = FunctionBench.Text(await bench.InvokeAsync(second));

        await bench.InvokeAsync(third);

        Assert.Equal(kept, FunctionBench.Text(await bench.InvokeAsync(second)));
        Assert.NotEqual(old, FunctionBench.Text(await bench.InvokeAsync(first)));
        var three = await Task.WhenAll(bench.InvokeAsync(first), bench.InvokeAsync(second), bench.InvokeAsync(third));
        Assert.Single(three, result => result.Throttled);
    }

    [Fact]
    public async Task A_failing_asynchronous_invocation_is_repeated_after_one_and_two_minutes()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var bench = new FunctionBench(time: time);
        var invocation = Enqueue(bench, Failing, new AsyncInvokeSettings());
        await RunsAsync(bench, 1);

        await AdvanceAsync(time, 59);
        Assert.Equal(1, Runs(bench));
        await AdvanceAsync(time, 2);
        await RunsAsync(bench, 2);
        await AdvanceAsync(time, 119);
        Assert.Equal(2, Runs(bench));
        await AdvanceAsync(time, 2);
        await RunsAsync(bench, 3);

        await FunctionBench.UntilAsync(() => bench.Invoker.QueuedCount == 0, "the event is given up");
        Assert.All(bench.Invoker.Ledger.Records, record => Assert.Equal(invocation.RequestId, record.RequestId));
    }

    [Fact]
    public async Task Without_retries_a_failing_asynchronous_invocation_runs_once()
    {
        await using var bench = new FunctionBench();

        Enqueue(bench, Failing, new AsyncInvokeSettings(MaximumRetryAttempts: 0));

        await FunctionBench.UntilAsync(() => bench.Invoker.QueuedCount == 0, "the event is given up");
        Assert.Equal(1, Runs(bench));
    }

    [Fact]
    public async Task An_event_that_became_too_old_is_not_repeated()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var bench = new FunctionBench(time: time);
        Enqueue(bench, Failing, new AsyncInvokeSettings(2, TimeSpan.FromSeconds(60)));
        await RunsAsync(bench, 1);

        await AdvanceAsync(time, 61);

        await FunctionBench.UntilAsync(() => bench.Invoker.QueuedCount == 0, "the event is dropped");
        Assert.Equal(1, Runs(bench));
    }

    [Fact]
    public async Task A_throttled_asynchronous_invocation_waits_and_does_not_count_as_a_failure()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var bench = new FunctionBench(time: time);
        bench.Invoker.SetReservedConcurrency("worker", 0);
        Enqueue(bench, Failing, new AsyncInvokeSettings(MaximumRetryAttempts: 0));
        await AdvanceAsync(time, 2);
        await AdvanceAsync(time, 3);
        Assert.Equal(1, bench.Invoker.QueuedCount);

        bench.Invoker.SetReservedConcurrency("worker", null);
        await AdvanceAsync(time, 10);

        await RunsAsync(bench, 1);
    }

    [Fact]
    public async Task Retiring_ends_idle_environments_and_waits_for_the_working_one()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function(Slow);
        await bench.InvokeAsync(function);
        var running = bench.InvokeAsync(function);
        await Task.Delay(50, TestContext.Current.CancellationToken);

        var retired = bench.Invoker.RetireAsync("worker", "1");

        Assert.False(retired.IsCompleted);
        Assert.Null((await running).FunctionError);
        await retired.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(0, bench.Invoker.EnvironmentCount);
    }

    [Fact]
    public async Task Retiring_a_version_leaves_the_others()
    {
        await using var bench = new FunctionBench();
        var (one, two) = (bench.Function(Slow, version: "1"), bench.Function(Slow, version: "2"));
        await bench.InvokeAsync(one);
        var kept = FunctionBench.Text(await bench.InvokeAsync(two));

        await bench.Invoker.RetireAsync("worker", "1");

        Assert.True(bench.Invoker.EnvironmentCount == 1, string.Concat(bench.Log) + kept);
        Assert.Equal(kept, FunctionBench.Text(await bench.InvokeAsync(two)));
        await bench.Invoker.RetireAsync("worker", null);
        Assert.Equal(0, bench.Invoker.EnvironmentCount);
    }

    [Fact]
    public async Task An_idle_environment_ends_after_a_while()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var bench = new FunctionBench(time: time);
        await bench.InvokeAsync(bench.Function("while next; do answer $$; done"));

        await AdvanceAsync(time, 299);
        Assert.Equal(1, bench.Invoker.EnvironmentCount);
        await AdvanceAsync(time, 31);

        await FunctionBench.UntilAsync(() => bench.Invoker.EnvironmentCount == 0, "the environment ended");
    }

    [Fact]
    public async Task A_caller_that_goes_away_does_not_end_the_function()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function(Slow);
        using var caller = new CancellationTokenSource(50);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => bench.Invoker.InvokeAsync(function, FunctionBench.Event(function), caller.Token));

        await FunctionBench.UntilAsync(() => bench.Invoker.Ledger.Records.Count == 1, "the invocation completed");
        Assert.Equal("success", bench.Invoker.Ledger.Records[0].Status);
    }

    [Fact]
    public async Task Temporary_folders_go_with_their_environment()
    {
        await using var bench = new FunctionBench();
        await bench.InvokeAsync(bench.Function(Slow));
        Assert.Single(Directory.GetDirectories(Path.Combine(bench.Folder, "tmp")));

        await bench.Invoker.RetireAsync("worker", null);

        Assert.Empty(Directory.GetDirectories(Path.Combine(bench.Folder, "tmp")));
    }

    private static Invocation Enqueue(FunctionBench bench, string script, AsyncInvokeSettings settings)
    {
        var function = bench.Function(script);
        var invocation = FunctionBench.Event(function);
        bench.Invoker.Enqueue(function, invocation, settings);
        return invocation;
    }

    private static int Runs(FunctionBench bench) => bench.Invoker.Ledger.Records.Count;

    private static Task RunsAsync(FunctionBench bench, int count) =>
        FunctionBench.UntilAsync(() => Runs(bench) == count, $"run {count}");

    private static async Task AdvanceAsync(FakeTimeProvider time, int seconds)
    {
        // What ended a moment ago has to have begun its wait.
        await Task.Delay(100);
        time.Advance(TimeSpan.FromSeconds(seconds));
        await Task.Delay(100);
    }
}
