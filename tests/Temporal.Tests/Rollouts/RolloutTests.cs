using TemporalLambda.DevServer;
using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Rollouts;

public class RolloutTests(Servers servers)
{
    private readonly string _name = $"app-{Guid.NewGuid():N}"[..16];
    private readonly RecordingReporter _reporter = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private WantedRollout Wanted => new(new(_name) { BuildId = "2" }, [1, 10, 100]);

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Traffic_comes_step_by_step_with_a_gate_between_and_a_rerun_changes_nothing(string version)
    {
        TemporalConnection connection = await TwoVersionsAsync(version);
        List<double?> asked = [];
        RoutingResult result = await RollOutAsync(connection, Wanted with
        {
            Pause = TimeSpan.FromSeconds(1.2),
            Gate = (reached, _) =>
            {
                asked.Add(reached.RampPercentage);
                return Task.FromResult<string?>(null);
            },
        });
        Assert.Equal(("2", true, null, "1"), (result.BuildId, result.IsCurrent, result.RampPercentage, result.PreviousBuildId));
        Assert.Equal([1, 10], asked);
        Assert.Equal(["SetRamp", "Pause", "PassGate", "SetRamp", "Pause", "PassGate", "SetCurrent"], result.Changes.Select(change => change.Action));

        StageProgress[] bar = [.. _reporter.Progresses.Where(progress => progress.Activity.StartsWith("Rolling out", StringComparison.Ordinal))];
        Assert.Contains(bar, progress => progress.Status.Contains("Next: 10 %. 00:00:01 left", StringComparison.Ordinal));
        Assert.True(bar[^1].Completed);
        int[] percents = [.. bar[..^1].Select(progress => progress.PercentComplete)];
        Assert.Equal(percents.Order(), percents);
        Assert.Empty((await RollOutAsync(connection, Wanted)).Changes);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task An_interrupted_rollout_goes_on_with_its_next_step(string version)
    {
        TemporalConnection connection = await TwoVersionsAsync(version);
        using CancellationTokenSource stop = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RollOutAsync(connection, Wanted with { Gate = StopAsync }, stop.Token));
        Assert.Equal((true, "2", 1), await RampAsync(connection));

        RoutingResult rest = await RollOutAsync(connection, Wanted);
        Assert.Equal(["SetRamp", "SetCurrent"], rest.Changes.Select(change => change.Action));
        Assert.True(rest.IsCurrent);

        async Task<string?> StopAsync(RoutingResult reached, CancellationToken cancellation)
        {
            await stop.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_gate_that_says_no_stops_or_rolls_back(string version)
    {
        TemporalConnection connection = await TwoVersionsAsync(version);
        WantedRollout refused = Wanted with { Gate = (reached, _) => Task.FromResult(reached.RampPercentage == 10 ? "too many errors" : null) };
        StageException stopped = await Assert.ThrowsAsync<StageException>(() => RollOutAsync(connection, refused));
        Assert.Equal(("TemporalRolloutGateFailed", FaultCategory.InvalidResult), (stopped.ErrorId, stopped.Category));
        Assert.Contains("before 100 % did not let version '2'", stopped.Message, StringComparison.Ordinal);
        Assert.Contains("to which 10 % of new workflows go now: too many errors.", stopped.Message, StringComparison.Ordinal);
        Assert.Equal((true, "2", 10), await RampAsync(connection));

        StageException back = await Assert.ThrowsAsync<StageException>(
            () => RollOutAsync(connection, refused with { OnGateFailure = GateFailureAction.Rollback }));
        Assert.Contains("to which 0 % of new workflows go now: too many errors.", back.Message, StringComparison.Ordinal);
        Assert.Contains(_reporter.Warnings, warning => warning.Contains("too many errors", StringComparison.Ordinal));
        Assert.Equal((false, null, 0), await RampAsync(connection));
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Of_two_rollouts_at_once_one_goes_on_and_the_other_is_told(string version)
    {
        TemporalConnection[] connections = [await TwoVersionsAsync(version), await ConnectAsync(version)];
        TaskCompletionSource both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int waiting = 0;

        // Both are at the same step, as two who ran the same line are: the second one went on with what the first began.
        await RollOutAsync(connections[0], Wanted with { Steps = [1] });
        WantedRollout together = Wanted with
        {
            Gate = async (_, cancellation) =>
            {
                if (Interlocked.Increment(ref waiting) == 2)
                {
                    both.SetResult();
                }

                await both.Task.WaitAsync(cancellation);
                return null;
            },
        };
        Task<RoutingResult>[] runs = [.. connections.Select(connection => RollOutAsync(connection, together))];
        await Task.WhenAny(Task.WhenAll(runs), Task.Delay(TimeSpan.FromSeconds(60), Cancel));
        Task<RoutingResult> lost = Assert.Single(runs, run => run.IsFaulted);
        StageException error = Assert.IsType<StageException>(lost.Exception!.InnerException);
        Assert.Equal(("TemporalRolloutOvertaken", FaultCategory.ResourceBusy), (error.ErrorId, error.Category));
        Assert.True((await Assert.Single(runs, run => run.IsCompletedSuccessfully)).IsCurrent);
        Assert.Equal((false, null, 0), await RampAsync(connections[0]));
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Who_routes_otherwise_meanwhile_is_respected_also_by_a_rollback(string version)
    {
        TemporalConnection connection = await TwoVersionsAsync(version);
        TemporalConnection theirs = await ConnectAsync(version);
        StageException error = await Assert.ThrowsAsync<StageException>(() => RollOutAsync(connection, Wanted with
        {
            OnGateFailure = GateFailureAction.Rollback,
            Gate = async (_, _) =>
            {
                await RouteAsync(theirs, new(_name) { BuildId = "2", RampPercentage = 33 });
                return "too many errors";
            },
        }));
        Assert.Equal("TemporalRolloutOvertaken", error.ErrorId);
        Assert.Contains("version '2' gets 33 %", error.Message, StringComparison.Ordinal);
        Assert.Equal((true, "2", 33), await RampAsync(connection));
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_gate_workflow_runs_on_the_version_before_each_step_and_keeps_all_traffic_from_a_bad_one(string version)
    {
        TemporalConnection connection = await TwoVersionsAsync(version);
        await using TestWorker worker = await TestWorker.StartAsync(connection.Address, _name, "2", "queue-" + _name);
        WantedRollout bad = Wanted with { GateWorkflow = new("Failing", "\"it broke\"", TimeSpan.FromSeconds(60)), OnGateFailure = GateFailureAction.Rollback };
        StageException error = await Assert.ThrowsAsync<StageException>(() => RollOutAsync(connection, bad));
        Assert.Equal("TemporalRolloutGateFailed", error.ErrorId);
        Assert.Contains("it broke", error.Message, StringComparison.Ordinal);
        Assert.Equal((false, null, 0), await RampAsync(connection));

        RoutingResult good = await RollOutAsync(connection, Wanted with { Steps = [10, 100], GateWorkflow = new("Echo", "{\"a\":1}", TimeSpan.FromSeconds(60)) });
        Assert.Equal(["PassGate", "SetRamp", "PassGate", "SetCurrent"], good.Changes.Select(change => change.Action));
        Assert.True(good.IsCurrent);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task The_workers_without_a_version_get_their_traffic_step_by_step_too(string version)
    {
        TemporalConnection connection = await TwoVersionsAsync(version);
        WantedRollout toNone = Wanted with { Routing = new(_name) { Unversioned = true, IgnoreMissingTaskQueues = true, AllowNoPollers = true }, Steps = [1, 10, 100] };
        List<double?> asked = [];
        WantedRollout gated = toNone with
        {
            OnGateFailure = GateFailureAction.Rollback,
            Gate = (reached, _) =>
            {
                asked.Add(reached.RampPercentage);
                return Task.FromResult(reached.RampPercentage == 10 ? "too many errors" : null);
            },
        };
        StageException error = await Assert.ThrowsAsync<StageException>(() => RollOutAsync(connection, gated));
        Assert.Equal(("TemporalRolloutGateFailed", $"{_name}:(unversioned)"), (error.ErrorId, error.Target));
        Assert.Equal([1, 10], asked);
        Assert.Equal((false, null, 0), await RampAsync(connection));

        await RollOutAsync(connection, toNone with { Steps = [1] });
        Assert.Equal((true, null, 1), await RampAsync(connection));
        RoutingResult result = await RollOutAsync(connection, toNone);
        Assert.Equal((null, true, "1"), (result.BuildId, result.IsCurrent, result.PreviousBuildId));
        Assert.Equal(["SetRamp", "SetCurrent"], result.Changes.Select(change => change.Action));
        Assert.Equal((false, null, 0), await RampAsync(connection));
        Assert.Empty((await RollOutAsync(connection, toNone)).Changes);
    }

    private static async Task RouteAsync(TemporalConnection connection, WantedRouting wanted)
    {
        TemporalLambda.Temporal.Routing routing = new(connection);
        await routing.ApplyAsync(await routing.PlanAsync(wanted, Cancel), Cancel);
    }

    private static async Task<RoutingResult> RollOutAsync(TemporalConnection connection, WantedRollout wanted, CancellationToken? cancellation = null)
    {
        Rollout rollout = new(connection);
        return await rollout.ApplyAsync(await rollout.PlanAsync(wanted, Cancel), cancellation ?? Cancel);
    }

    private async Task<(bool, string?, double)> RampAsync(TemporalConnection connection)
    {
        RoutingState state = await RoutingState.ReadAsync(connection, _name, null, Cancel);
        return (state.IsRamping, state.RampingBuildId, state.RampPercentage);
    }

    private async Task<TemporalConnection> ConnectAsync(string version)
    {
        TemporalDevServer server = await servers.TemporalAsync(version);
        return await TemporalConnection.OpenAsync(new() { Address = server.Address, Namespace = "default" }, _reporter, Cancel);
    }

    // Of two versions whose workers have polled, the first is current.
    private async Task<TemporalConnection> TwoVersionsAsync(string version)
    {
        TemporalConnection connection = await ConnectAsync(version);
        foreach (string buildId in (string[])["1", "2"])
        {
            await using TestWorker worker = await TestWorker.StartAsync(connection.Address, _name, buildId, "queue-" + _name);
            while ((await VersionState.ReadVersionAsync(connection, _name, buildId, Cancel)).WorkflowTaskQueues.Count == 0)
            {
                await Task.Delay(50, Cancel);
            }
        }

        await RouteAsync(connection, new(_name) { BuildId = "1" });
        return connection;
    }
}
