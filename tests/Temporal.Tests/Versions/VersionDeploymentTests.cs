using System.Diagnostics;
using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Versions;

public class VersionDeploymentTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_new_version_is_created_and_bound_and_an_unchanged_rerun_does_nothing(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        Task<TestWorker> worker = at.WorkerOnInvocationAsync();
        VersionResult result = await at.RegisterAsync(at.Wanted);
        await using (await worker)
        {
            Assert.Equal(["CreateDeployment", "CreateVersion"], result.Changes.Select(change => change.Action));
            Assert.Equal(("Inactive", true), (result.Status, result.IsBound));
            Assert.Equal([at.Wanted.TaskQueue], result.TaskQueues);

            VersionResult again = await at.RegisterAsync(at.Wanted);
            Assert.Empty(again.Changes);
            Assert.True(again.IsBound);
            Assert.Equal(1, await at.Aws.InvocationsAsync(at.Name));
        }

        Assert.True(at.Reporter.Progresses.Last().Completed);
        Assert.Contains(at.Reporter.VerboseLines, line => line.Contains("create version '1'", StringComparison.Ordinal));
        Assert.DoesNotContain(at.Reporter.VerboseLines, line => line.Contains(ControllerAws.ExternalId, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Another_function_version_is_pointed_at_and_what_others_set_stays(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        await at.RegisterAsync(at.Wanted with
        {
            Timeout = TimeSpan.Zero, Scaler = new() { ScaleUpCooloff = TimeSpan.FromMilliseconds(250) }, FunctionArn = at.Wanted.FunctionArn[..^2],
        });
        VersionResult changed = await at.RegisterAsync(at.Wanted with { Timeout = TimeSpan.Zero });
        Assert.Equal(["UpdateCompute"], changed.Changes.Select(change => change.Action));

        VersionState found = await VersionState.ReadVersionAsync(at.Connection, at.Name, "1", Cancel);
        Assert.Equal((at.Wanted.FunctionArn, at.Wanted.InvokeRoleArn, ControllerAws.ExternalId), (found.Group!.FunctionArn, found.Group.RoleArn, found.Group.ExternalId));
        Assert.Equal(250, found.Group.Scaler["scale_up_cooloff_ms"]);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_version_that_a_poll_made_is_mended(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        await using TestWorker worker = await TestWorker.StartAsync(at.Server.Address, at.Name, "1", at.Wanted.TaskQueue);
        while ((await VersionState.ReadVersionAsync(at.Connection, at.Name, "1", Cancel)).TaskQueues.Count == 0)
        {
            await Task.Delay(50, Cancel);
        }

        VersionResult result = await at.RegisterAsync(at.Wanted);
        Assert.Equal(["UpdateCompute"], result.Changes.Select(change => change.Action));
        Assert.True(result.IsBound);
        Assert.Empty((await at.RegisterAsync(at.Wanted)).Changes);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_version_made_between_plan_and_doing_is_mended(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        VersionDeployment deployment = new(at.Connection);
        VersionPlan plan = await deployment.PlanAsync(at.Wanted, Cancel);
        await using TestWorker worker = await TestWorker.StartAsync(at.Server.Address, at.Name, "1", at.Wanted.TaskQueue);
        while ((await VersionState.ReadVersionAsync(at.Connection, at.Name, "1", Cancel)).TaskQueues.Count == 0)
        {
            await Task.Delay(50, Cancel);
        }

        Assert.True((await deployment.ApplyAsync(plan, Cancel)).IsBound);
        Assert.Empty((await at.RegisterAsync(at.Wanted)).Changes);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_rerun_that_finds_the_queue_unbound_has_the_function_invoked_again(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        VersionResult unbound = await at.RegisterAsync(at.Wanted with { Timeout = TimeSpan.Zero });
        Assert.Equal(("Created", false), (unbound.Status, unbound.IsBound));

        Task<TestWorker> worker = at.WorkerOnInvocationAsync(invocations: 2);
        VersionResult result = await at.RegisterAsync(at.Wanted);
        await using (await worker)
        {
            Assert.Equal(["InvokeAgain"], result.Changes.Select(change => change.Action));
            Assert.True(result.IsBound);
        }
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_role_that_appears_late_is_waited_for(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version, withRole: false);
        Task<VersionResult> registering = at.RegisterAsync(at.Wanted);
        while (!at.Reporter.VerboseLines.Any(line => line.StartsWith("Trying again", StringComparison.Ordinal)))
        {
            Assert.False(registering.IsCompleted, $"{registering.Exception}");
            await Task.Delay(50, Cancel);
        }

        await at.Aws.CreateRoleAsync($"{at.Name}-invoke");
        Task<TestWorker> worker = at.WorkerOnInvocationAsync();
        Assert.True((await registering).IsBound);
        await (await worker).DisposeAsync();
        Assert.Contains(at.Reporter.Progresses, progress => progress.Status.Contains("assume the invocation role", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_worker_that_never_polls_is_an_error_that_names_queue_and_function(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        StageException error = await Refusal.OfAsync(at, "TemporalTaskQueueNotBound", at.Wanted with { Timeout = TimeSpan.FromSeconds(3) }, at.Wanted.TaskQueue);
        Assert.Contains(at.Wanted.FunctionArn, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_worker_on_another_queue_or_of_another_build_is_told(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        Task<TestWorker> worker = at.WorkerOnInvocationAsync(taskQueue: "elsewhere");
        await Refusal.OfAsync(at, "TemporalOtherTaskQueueBound", at.Wanted with { Timeout = TimeSpan.FromSeconds(4) }, "'elsewhere'");
        await (await worker).DisposeAsync();

        worker = at.WorkerOnInvocationAsync(buildId: "typo", invocations: 2);
        await Refusal.OfAsync(at, "TemporalOtherVersionPolled", at.Wanted with { BuildId = "2", Timeout = TimeSpan.FromSeconds(4) }, "'typo'");
        await (await worker).DisposeAsync();
    }

    [Fact]
    public async Task Cancellation_ends_the_wait_within_a_second()
    {
        Situation at = await Situation.MakeAsync(servers, "1.32.1");
        VersionDeployment deployment = new(at.Connection);
        VersionPlan plan = await deployment.PlanAsync(at.Wanted, Cancel);
        using CancellationTokenSource cancel = new();
        Task<VersionResult> registering = deployment.ApplyAsync(plan, cancel.Token);
        while (!at.Reporter.Progresses.Any(progress => progress.Activity.StartsWith("Waiting for task queue", StringComparison.Ordinal)))
        {
            Assert.False(registering.IsCompleted);
            await Task.Delay(20, Cancel);
        }

        long cancelled = Stopwatch.GetTimestamp();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => registering);
        Assert.InRange(Stopwatch.GetElapsedTime(cancelled), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }
}
