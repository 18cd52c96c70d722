using System.Diagnostics;
using TemporalLambda.Runtime.Tests.Parts;

namespace TemporalLambda.Runtime.Tests.Invocations;

public class DeadlineTests(TemporalFixture temporal)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Buffer = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_busy_invocation_works_until_the_shutdown_buffer_and_answers_before_the_deadline()
    {
        await using var run = await Run.StartAsync(temporal, builder => builder.GracefulShutdownTimeout(TimeSpan.FromSeconds(1)));
        await run.Deployment.StartAsync("ActivityWorkflow", "Work", 60.0);
        var lasted = await run.InvokeAsync(Timeout);
        Assert.InRange(lasted, Timeout - Buffer, Timeout);
        Assert.Contains(run.Worker.Log, line => line.Contains("(Deadline), 2 task(s)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_activity_that_ignores_its_cancellation_does_not_hold_the_answer()
    {
        await using var run = await Run.StartAsync(temporal, builder => builder.GracefulShutdownTimeout(TimeSpan.FromSeconds(0.5)));
        await run.Deployment.StartAsync("ActivityWorkflow", "WorkWhateverHappens", 20.0);
        Assert.InRange(await run.InvokeAsync(Timeout), Timeout - Buffer, Timeout);
        Assert.Contains(run.Worker.Log, line => line.StartsWith("WARN 1 task(s) did not end before the deadline", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hooks_run_in_order_and_neither_a_failing_nor_a_hanging_one_holds_the_others_or_the_answer()
    {
        var ran = new List<string>();
        await using var run = await Run.StartAsync(temporal, builder => builder
            .IdleTimeout(TimeSpan.FromSeconds(0.5))
            .OnShutdown(_ => throw new InvalidOperationException("broken"))
            .OnShutdown(async _ =>
            {
                ran.Add("hangs");
                await Task.Delay(System.Threading.Timeout.Infinite, CancellationToken.None);
            })
            .OnShutdown(_ =>
            {
                ran.Add("last");
                return Task.CompletedTask;
            }));
        Assert.InRange(await run.InvokeAsync(Timeout), TimeSpan.Zero, Timeout);
        Assert.Equal(["hangs", "last"], ran);
        Assert.Contains("ERROR Shutdown hook 1 of 3 failed.", run.Worker.Log);
        Assert.Contains(run.Worker.Log, line => line.StartsWith("ERROR Shutdown hook 2 of 3 did not end", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_vanishes_does_not_hold_the_answer_and_the_next_invocation_connects_anew()
    {
        await using var relay = new TcpRelay(temporal.Address);
        await using var run = await Run.StartAsync(temporal, builder => builder.IdleTimeout(TimeSpan.FromSeconds(1)), relay.Address);
        var invocation = run.Api.Invoke(TimeSpan.FromSeconds(12));
        await invocation.Started;
        await Task.Delay(300);
        relay.SwallowPresent();
        var answer = await run.Api.AnswerAsync(invocation);
        Assert.InRange(Stopwatch.GetElapsedTime(await invocation.Started, answer.At), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8));

        await run.Deployment.StartAsync("ActivityWorkflow", "Work", 0.0);
        await run.InvokeAsync(TimeSpan.FromSeconds(20));
        Assert.Contains(run.Worker.Log, line => line.Contains("(Idle), 3 task(s)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_little_time_is_an_error_at_once()
    {
        await using var run = await Run.StartAsync(temporal, builder => builder);
        var invocation = run.Api.Invoke(TimeSpan.FromSeconds(2));
        var answer = await run.Api.AnswerAsync(invocation);
        Assert.EndsWith("/error", answer.Path, StringComparison.Ordinal);
        Assert.Contains("Lambda remaining time is too low to start a Temporal worker", answer.Body, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(await invocation.Started, answer.At), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_workflow_that_sleeps_does_not_keep_the_invocation()
    {
        await using var run = await Run.StartAsync(temporal, builder => builder.IdleTimeout(TimeSpan.FromSeconds(1)));
        var sleeping = await run.Deployment.StartAsync("SleepingWorkflow", 8.0);
        Assert.InRange(await run.InvokeAsync(TimeSpan.FromSeconds(30)), TimeSpan.Zero, TimeSpan.FromSeconds(7));
        Assert.Equal(Temporalio.Api.Enums.V1.WorkflowExecutionStatus.Running, (await sleeping.DescribeAsync()).Status);
    }

    [Fact]
    public async Task Without_an_idle_timeout_an_idle_invocation_goes_to_the_shutdown_buffer()
    {
        await using var run = await Run.StartAsync(temporal, builder => builder.IdleTimeout(TimeSpan.Zero));
        Assert.InRange(await run.InvokeAsync(Timeout), Timeout - Buffer, Timeout);
    }

    private sealed class Run : IAsyncDisposable
    {
        public required Deployment Deployment { get; init; }

        public required TestRuntimeApi Api { get; init; }

        public required WorkerInProcess Worker { get; init; }

        public static async Task<Run> StartAsync(
            TemporalFixture temporal, Func<LambdaWorkerBuilder, LambdaWorkerBuilder> configure, string? address = null)
        {
            var deployment = await Deployment.CreateAsync(temporal.Client);
            var api = new TestRuntimeApi();
            return new Run
            {
                Deployment = deployment,
                Api = api,
                Worker = new WorkerInProcess(
                    deployment.Variables(api.Endpoint, address ?? temporal.Address),
                    builder => configure(builder
                        .AddWorkflow<ActivityWorkflow>()
                        .AddWorkflow<SleepingWorkflow>()
                        .AddActivity(TestActivities.Work)
                        .AddActivity(TestActivities.WorkWhateverHappens)
                        .ShutdownBuffer(Buffer))),
            };
        }

        /// <summary>How long an invocation lasted.</summary>
        public async Task<TimeSpan> InvokeAsync(TimeSpan timeout)
        {
            var invocation = Api.Invoke(timeout);
            var answer = await Api.AnswerAsync(invocation);
            Assert.EndsWith("/response", answer.Path, StringComparison.Ordinal);
            return Stopwatch.GetElapsedTime(await invocation.Started, answer.At);
        }

        public async ValueTask DisposeAsync()
        {
            await Worker.DisposeAsync();
            await Api.DisposeAsync();
        }
    }
}
