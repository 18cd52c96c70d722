using TemporalLambda.DevServer;
using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Removal;

public class VersionRemovalTests(Servers servers)
{
    private readonly string _name = $"app-{Guid.NewGuid():N}"[..16];
    private readonly RecordingReporter _reporter = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_version_is_waited_for_until_its_pinned_workflows_are_over_and_its_workers_are_gone(string version)
    {
        TemporalConnection connection = await ConnectAsync(version);
        RemovalSteps steps = new(connection);
        await using (TestWorker worker = await TestWorker.StartAsync(connection.Address, _name, "1", "queue-" + _name))
        {
            await BoundAsync(connection);
            StageException polled = await Assert.ThrowsAsync<StageException>(
                () => RemoveAsync(connection, new(_name) { BuildId = "1", Timeout = TimeSpan.FromSeconds(3) }));
            Assert.Equal("TemporalVersionStillPolled", polled.ErrorId);
            Assert.Equal("TemporalDeploymentHasVersions", (await Assert.ThrowsAsync<StageException>(() => steps.DeleteDeploymentAsync(_name, Cancel))).ErrorId);

            await RouteAsync(connection, new(_name) { BuildId = "1" });
            await connection.Client.StartWorkflowAsync("Waiting", [], new($"{_name}-open", "queue-" + _name));
            while (await steps.CountPinnedAsync(_name, "1", Cancel) == 0)
            {
                await Task.Delay(50, Cancel);
            }

            StageException routed = await Assert.ThrowsAsync<StageException>(() => RemoveAsync(connection, new(_name) { BuildId = "1" }));
            Assert.Equal("TemporalVersionIsRouted", routed.ErrorId);
            Assert.True(await steps.UnsetCurrentAsync(_name, Cancel));
            Assert.False(await steps.UnsetCurrentAsync(_name, Cancel));

            StageException draining = await Assert.ThrowsAsync<StageException>(
                () => RemoveAsync(connection, new(_name) { BuildId = "1", Timeout = TimeSpan.FromSeconds(1) }));
            Assert.Equal("TemporalVersionNotDrained", draining.ErrorId);
            Assert.Contains("1 open workflows", draining.Message, StringComparison.Ordinal);
            await connection.Client.GetWorkflowHandle($"{_name}-open").SignalAsync("Go", []);
            await steps.WaitDrainedAsync(_name, "1", TimeSpan.FromSeconds(60), Cancel);
        }

        VersionRemovalPlan done = await RemoveAsync(connection, new(_name) { BuildId = "1", Timeout = TimeSpan.FromSeconds(60) });
        Assert.Equal(["DeleteVersion"], done.Changes.Select(change => change.Action));
        Assert.Contains(_reporter.Progresses, progress => progress.Status.Contains("pinned to it", StringComparison.Ordinal));
        Assert.Contains(_reporter.Progresses, progress => progress.Status.Contains("stopped polling", StringComparison.Ordinal));
        Assert.All(_reporter.Progresses.GroupBy(progress => progress.Activity), bar => Assert.True(bar.Last().Completed));

        Assert.Empty((await RemoveAsync(connection, new(_name) { BuildId = "1" })).Changes);
        Assert.True(await steps.DeleteDeploymentAsync(_name, Cancel));
        Assert.False(await steps.DeleteDeploymentAsync(_name, Cancel));
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Drained_versions_are_pruned_and_the_rollback_target_stays(string version)
    {
        TemporalConnection connection = await ConnectAsync(version);
        foreach (string buildId in (string[])["1", "2", "3"])
        {
            await connection.Client.WorkflowService.CreateWorkerDeploymentAsync(
                new() { Namespace = "default", DeploymentName = _name, Identity = "test", RequestId = "same" });
            await connection.Client.WorkflowService.CreateWorkerDeploymentVersionAsync(new()
            {
                Namespace = "default", DeploymentVersion = new() { DeploymentName = _name, BuildId = buildId }, Identity = "test", RequestId = buildId,
            });
            await RouteAsync(connection, new(_name) { BuildId = buildId, AllowNoPollers = true });
        }

        foreach (string buildId in (string[])["1", "2"])
        {
            while ((await VersionState.ReadVersionAsync(connection, _name, buildId, Cancel)).Status != VersionState.Drained)
            {
                await Task.Delay(200, Cancel);
            }
        }

        VersionRemovalPlan plan = await RemoveAsync(connection, new(_name) { Keep = 0 });
        Assert.Equal([$"{_name}:1"], plan.Changes.Select(change => change.Target));
        Assert.Empty((await RemoveAsync(connection, new(_name) { Keep = 0 })).Changes);
        RoutingState left = await RoutingState.ReadAsync(connection, _name, null, Cancel);
        Assert.Equal(("3", "2"), (left.CurrentBuildId, left.PreviousBuildId));
    }

    private static async Task<VersionRemovalPlan> RemoveAsync(TemporalConnection connection, WantedVersionRemoval wanted)
    {
        VersionRemoval removal = new(connection);
        VersionRemovalPlan plan = await removal.PlanAsync(wanted, Cancel);
        foreach (VersionRemovalChange change in plan.Changes.Cast<VersionRemovalChange>())
        {
            await removal.RemoveAsync(plan, change, () => Task.CompletedTask, Cancel);
        }

        return plan;
    }

    private static async Task RouteAsync(TemporalConnection connection, WantedRouting wanted)
    {
        TemporalLambda.Temporal.Routing routing = new(connection);
        await routing.ApplyAsync(await routing.PlanAsync(wanted, Cancel), Cancel);
    }

    private async Task BoundAsync(TemporalConnection connection)
    {
        while ((await VersionState.ReadVersionAsync(connection, _name, "1", Cancel)).TaskQueues.Count == 0)
        {
            await Task.Delay(50, Cancel);
        }
    }

    private async Task<TemporalConnection> ConnectAsync(string version)
    {
        TemporalDevServer server = await servers.TemporalAsync(version);
        return await TemporalConnection.OpenAsync(new() { Address = server.Address, Namespace = "default" }, _reporter, Cancel);
    }
}
