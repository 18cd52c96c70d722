using TemporalLambda.DevServer;
using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Routing;

public class RoutingTests(Servers servers)
{
    private readonly string _name = $"app-{Guid.NewGuid():N}"[..16];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Current_ramp_rollback_and_unversioned_are_set_and_read_back(string version)
    {
        TemporalConnection connection = await ConnectAsync(version);
        await PollAsync(connection, "1", "queue");
        await PollAsync(connection, "2", "queue");

        RoutingResult first = await RouteAsync(connection, new(_name) { BuildId = "1" });
        Assert.Equal(("1", true, null, null), (first.BuildId, first.IsCurrent, first.RampPercentage, first.PreviousBuildId));
        Assert.Single(first.Changes);
        Assert.Empty((await RouteAsync(connection, new(_name) { BuildId = "1" })).Changes);

        RoutingResult ramp = await RouteAsync(connection, new(_name) { BuildId = "2", RampPercentage = 12.5 });
        Assert.Equal(("2", false, 12.5, null), (ramp.BuildId, ramp.IsCurrent, ramp.RampPercentage, ramp.PreviousBuildId));
        Assert.Empty((await RouteAsync(connection, new(_name) { BuildId = "2", RampPercentage = 12.5 })).Changes);

        RoutingResult noRamp = await RouteAsync(connection, new(_name) { Rollback = true });
        Assert.Equal(("1", true, null, "EndRamp"), (noRamp.BuildId, noRamp.IsCurrent, noRamp.RampPercentage, noRamp.Changes[0].Action));

        RoutingResult second = await RouteAsync(connection, new(_name) { BuildId = "2" });
        Assert.Equal(("2", true, null, "1"), (second.BuildId, second.IsCurrent, second.RampPercentage, second.PreviousBuildId));

        RoutingResult back = await RouteAsync(connection, new(_name) { Rollback = true });
        Assert.Equal(("1", true, "2"), (back.BuildId, back.IsCurrent, back.PreviousBuildId));

        RoutingResult none = await RouteAsync(connection, new(_name) { Unversioned = true });
        Assert.Equal((null, true, "1"), (none.BuildId, none.IsCurrent, none.PreviousBuildId));
        Assert.Empty((await RouteAsync(connection, new(_name) { Unversioned = true })).Changes);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task An_unknown_build_id_is_an_error_whatever_switches_and_makes_no_version(string version)
    {
        TemporalConnection connection = await ConnectAsync(version);
        await PollAsync(connection, "1", "queue");
        StageException error = await Assert.ThrowsAsync<StageException>(() => RouteAsync(
            connection, new(_name) { BuildId = "typo", AllowNoPollers = true, IgnoreMissingTaskQueues = true }));
        Assert.Equal("TemporalVersionNotFound", error.ErrorId);
        Assert.False((await VersionState.ReadVersionAsync(connection, _name, "typo", Cancel)).Exists);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Missing_task_queues_are_named_and_can_be_ignored(string version)
    {
        TemporalConnection connection = await ConnectAsync(version);
        await PollAsync(connection, "1", "queue");
        await PollAsync(connection, "1", "left-behind");
        await PollAsync(connection, "2", "queue");
        await RouteAsync(connection, new(_name) { BuildId = "1" });

        // The server asks only for queues on which work waits.
        await connection.Client.StartWorkflowAsync("Echo", [], new($"{_name}-waits", "left-behind"));
        StageException error = await EventuallyRefusedAsync(connection, new(_name) { BuildId = "2" });
        Assert.Equal("TemporalTaskQueuesMissing", error.ErrorId);
        Assert.Contains("'left-behind'", error.Message, StringComparison.Ordinal);
        Assert.True((await RouteAsync(connection, new(_name) { BuildId = "2", IgnoreMissingTaskQueues = true })).IsCurrent);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Of_two_at_once_one_wins_and_the_other_says_so(string version)
    {
        TemporalConnection connection = await ConnectAsync(version);
        await PollAsync(connection, "1", "queue");
        await PollAsync(connection, "2", "queue");
        TemporalLambda.Temporal.Routing routing = new(connection);
        RoutingPlan mine = await routing.PlanAsync(new(_name) { BuildId = "1" }, Cancel);
        RoutingPlan theirs = await routing.PlanAsync(new(_name) { BuildId = "2" }, Cancel);
        await routing.ApplyAsync(theirs, Cancel);
        StageException error = await Assert.ThrowsAsync<StageException>(() => routing.ApplyAsync(mine, Cancel));
        Assert.Equal(("TemporalRoutingConflict", FaultCategory.ResourceBusy), (error.ErrorId, error.Category));
        Assert.Equal("2", (await RoutingState.ReadAsync(connection, _name, null, Cancel)).CurrentBuildId);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task What_the_connection_changed_itself_is_not_read_again_and_somebody_elses_change_is_noticed(string version)
    {
        RecordingReporter reporter = new();
        TemporalConnection mine = await ConnectAsync(version, reporter);
        TemporalConnection theirs = await ConnectAsync(version);
        await PollAsync(mine, "1", "queue");
        await PollAsync(mine, "2", "queue");
        await RouteAsync(mine, new(_name) { BuildId = "1" });
        reporter.VerboseLines.Clear();
        RoutingResult second = await RouteAsync(mine, new(_name) { BuildId = "2" });
        Assert.Equal(("2", true, "1", "Current"), (second.BuildId, second.IsCurrent, second.PreviousBuildId, second.Status));
        Assert.DoesNotContain(reporter.VerboseLines, line => line.Contains("describe deployment", StringComparison.Ordinal));

        // Their 1 makes the known "2 is current" wrong: to go to 1 nothing is left to do, and to go to 2 is another change than planned.
        await RouteAsync(theirs, new(_name) { BuildId = "1" });
        StageException error = await Assert.ThrowsAsync<StageException>(() => RouteAsync(mine, new(_name) { BuildId = "1", RampPercentage = 5 }));
        Assert.Contains(error.ErrorId, (string[])["TemporalRoutingConflict", "TemporalRampOfCurrentVersion"]);
        Assert.True((await RouteAsync(mine, new(_name) { BuildId = "2" })).IsCurrent);

        // A change of something else makes the known conflict token stale: what has to be done is the same, so it is done.
        await theirs.Client.WorkflowService.SetWorkerDeploymentManagerAsync(
            new() { Namespace = "default", DeploymentName = _name, ManagerIdentity = mine.Identity, Identity = "boss" });
        Assert.True((await RouteAsync(mine, new(_name) { BuildId = "1" })).IsCurrent);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Another_manager_is_respected(string version)
    {
        TemporalConnection connection = await ConnectAsync(version);
        await PollAsync(connection, "1", "queue");
        await connection.Client.WorkflowService.SetWorkerDeploymentManagerAsync(
            new() { Namespace = "default", DeploymentName = _name, ManagerIdentity = "boss", Identity = "boss" });
        StageException error = await Assert.ThrowsAsync<StageException>(() => RouteAsync(connection, new(_name) { BuildId = "1" }));
        Assert.Equal("TemporalManagedByOther", error.ErrorId);
        Assert.Contains("'boss'", error.Message, StringComparison.Ordinal);

        RoutingResult taken = await RouteAsync(connection, new(_name) { BuildId = "1", TakeOver = true });
        Assert.Equal(["TakeOver", "SetCurrent"], taken.Changes.Select(change => change.Action));
        Assert.True(taken.IsCurrent);
        RoutingResult later = await RouteAsync(connection, new(_name) { Unversioned = true, TakeOver = true });
        Assert.Equal(["SetCurrent"], later.Changes.Select(change => change.Action));
    }

    private static async Task<RoutingResult> RouteAsync(TemporalConnection connection, WantedRouting wanted)
    {
        TemporalLambda.Temporal.Routing routing = new(connection);
        return await routing.ApplyAsync(await routing.PlanAsync(wanted, Cancel), Cancel);
    }

    // The backlog is counted with some delay.
    private static async Task<StageException> EventuallyRefusedAsync(TemporalConnection connection, WantedRouting wanted)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                await RouteAsync(connection, wanted);
                Assert.True(i < 20, "The server never missed the task queue.");
                await RouteAsync(connection, new(wanted.DeploymentName) { BuildId = "1" });
                await Task.Delay(500, Cancel);
            }
            catch (StageException e)
            {
                return e;
            }
        }
    }

    private async Task<TemporalConnection> ConnectAsync(string version, IStageReporter? reporter = null)
    {
        TemporalDevServer server = await servers.TemporalAsync(version);
        return await TemporalConnection.OpenAsync(new() { Address = server.Address, Namespace = "default" }, reporter ?? SilentReporter.Instance, Cancel);
    }

    // A version comes into being by a poll; no compute provider is needed to route to it.
    private async Task PollAsync(TemporalConnection connection, string buildId, string taskQueue)
    {
        await using TestWorker worker = await TestWorker.StartAsync(connection.Address, _name, buildId, taskQueue);
        while (!(await VersionState.ReadVersionAsync(connection, _name, buildId, Cancel)).TaskQueues.Contains(taskQueue))
        {
            await Task.Delay(50, Cancel);
        }
    }
}
