using Google.Protobuf;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>Routes the traffic of Worker Deployments.</summary>
/// <param name="connection">The namespace.</param>
/// <param name="time">The clock; default: the system's.</param>
public sealed class Routing(TemporalConnection connection, TimeProvider? time = null)
{
    private static readonly TimeSpan ReadBackLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadBackPause = TimeSpan.FromMilliseconds(50);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Reads the routing and plans. Changes nothing.</summary>
    /// <exception cref="StageException">A name or switch that can not be, or a version that does not exist.</exception>
    public async Task<RoutingPlan> PlanAsync(WantedRouting wanted, CancellationToken cancellation)
    {
        wanted.Check();
        wanted = wanted with { Identity = connection.Identity };
        string? target = Target(wanted);
        if (!wanted.Rollback && await RoutingState.RecallAsync(connection, wanted.DeploymentName, target, cancellation) is { } known)
        {
            // Only a change proves by its conflict token that what is known still holds; "nothing to do" has to be read.
            RoutingPlan plan = RoutingPlan.For(wanted, known);
            if (plan.Changes.Count > 0)
            {
                return plan;
            }
        }

        return await ReadAndPlanAsync(wanted, cancellation);
    }

    /// <summary>Does the plan and reads the routing back.</summary>
    /// <exception cref="StageException">The server refuses: somebody else was faster, manages the deployment, or task queues are missing.</exception>
    public async Task<RoutingResult> ApplyAsync(RoutingPlan plan, CancellationToken cancellation) =>
        RoutingResult.From(plan.TargetBuildId, await DoAsync(plan, cancellation), plan.Changes);

    /// <summary>Does the plan; the routing then.</summary>
    internal async Task<RoutingState> DoAsync(RoutingPlan plan, CancellationToken cancellation)
    {
        try
        {
            RoutingState state = plan.Found;
            foreach (RoutingChange change in plan.Changes.Cast<RoutingChange>())
            {
                ByteString token = await DoAsync(plan, change, state.ConflictToken, cancellation);
                state = change.Step == RoutingStep.TakeOver
                    ? state with { ManagerIdentity = connection.Identity, ConflictToken = token }
                    : await ReadBackAsync(plan, change, cancellation) with { ManagerIdentity = state.ManagerIdentity, ConflictToken = token };
                connection.KnownRouting.Changed(plan.Wanted.DeploymentName, state);
            }

            return state;
        }
        catch (StageException e) when (plan.Found.IsRecalled && e.ErrorId == "TemporalRoutingConflict")
        {
            // What was known did not hold any more. Where the same has to be done all the same, nobody is in the way.
            if (await PlanAgainAsync(plan.Wanted, cancellation) is { } fresh && fresh.Changes.SequenceEqual(plan.Changes))
            {
                return await DoAsync(fresh, cancellation);
            }

            throw;
        }
    }

    // Null where it can not be done any more as things are now.
    private async Task<RoutingPlan?> PlanAgainAsync(WantedRouting wanted, CancellationToken cancellation)
    {
        RoutingState now = await RoutingState.ReadAsync(connection, wanted.DeploymentName, Target(wanted), cancellation);
        try
        {
            return RoutingPlan.For(wanted, now);
        }
        catch (StageException)
        {
            return null;
        }
    }

    private static string? Target(WantedRouting wanted) => wanted.Unversioned || wanted.Rollback ? null : wanted.BuildId;

    private async Task<RoutingPlan> ReadAndPlanAsync(WantedRouting wanted, CancellationToken cancellation) =>
        RoutingPlan.For(wanted, await RoutingState.ReadAsync(connection, wanted.DeploymentName, Target(wanted), cancellation));

    // The conflict token after the change.
    private async Task<ByteString> DoAsync(RoutingPlan plan, RoutingChange change, ByteString token, CancellationToken cancellation)
    {
        WantedRouting wanted = plan.Wanted;
        bool allowNoPollers = await MayHaveNoPollersAsync(plan, change, cancellation);
        try
        {
            if (change.Step == RoutingStep.TakeOver)
            {
                SetWorkerDeploymentManagerRequest manager = new()
                {
                    Namespace = connection.Namespace, DeploymentName = wanted.DeploymentName, ManagerIdentity = connection.Identity,
                    ConflictToken = token, Identity = connection.Identity,
                };
                SetWorkerDeploymentManagerResponse taken = await connection.CallAsync(
                    $"set manager of '{wanted.DeploymentName}' to '{connection.Identity}'",
                    (service, rpc) => service.SetWorkerDeploymentManagerAsync(manager, rpc), cancellation, retry: false);
                return taken.ConflictToken;
            }

            if (change.Step == RoutingStep.SetCurrent)
            {
                SetWorkerDeploymentCurrentVersionRequest current = new()
                {
                    Namespace = connection.Namespace, DeploymentName = wanted.DeploymentName, BuildId = plan.TargetBuildId ?? "",
                    ConflictToken = token, Identity = IdentityOf(plan),
                    IgnoreMissingTaskQueues = wanted.IgnoreMissingTaskQueues, AllowNoPollers = allowNoPollers,
                };
                SetWorkerDeploymentCurrentVersionResponse set = await connection.CallAsync(
                    $"set current version of '{wanted.DeploymentName}' to '{current.BuildId}'",
                    (service, rpc) => service.SetWorkerDeploymentCurrentVersionAsync(current, rpc), cancellation, retry: false);
                return await OwnAsync(set.ConflictToken, plan, current.Identity, Before(set) == current.BuildId, cancellation);
            }

            bool end = change.Step == RoutingStep.EndRamp;
            SetWorkerDeploymentRampingVersionRequest ramp = new()
            {
                Namespace = connection.Namespace, DeploymentName = wanted.DeploymentName, BuildId = end ? "" : plan.TargetBuildId ?? "",
                Percentage = end ? 0 : (float)wanted.RampPercentage!.Value, ConflictToken = token, Identity = IdentityOf(plan),
                IgnoreMissingTaskQueues = wanted.IgnoreMissingTaskQueues, AllowNoPollers = allowNoPollers,
            };
            SetWorkerDeploymentRampingVersionResponse answer = await connection.CallAsync(
                $"set ramping version of '{wanted.DeploymentName}' to '{ramp.BuildId}' at {ramp.Percentage} %",
                (service, rpc) => service.SetWorkerDeploymentRampingVersionAsync(ramp, rpc), cancellation, retry: false);
            return await OwnAsync(answer.ConflictToken, plan, ramp.Identity, Before(answer) == (ramp.BuildId, ramp.Percentage), cancellation);
        }
        catch (RpcException e)
        {
            connection.KnownRouting.Forget(wanted.DeploymentName);
            throw await RefusalAsync(e, plan, cancellation);
        }
    }

    // With this switch the server makes a version that it does not have, and no conflict token tells that one was removed: it is given only for
    // one that needs it, which is looked at just before.
    private async Task<bool> MayHaveNoPollersAsync(RoutingPlan plan, RoutingChange change, CancellationToken cancellation)
    {
        if (!plan.Wanted.AllowNoPollers || plan.Found.TargetTaskQueues is { Count: > 0 } || change.Step is not (RoutingStep.SetCurrent or RoutingStep.SetRamp))
        {
            return false;
        }

        return plan.TargetBuildId is not { } buildId || (await VersionState.ReadVersionAsync(connection, plan.Wanted.DeploymentName, buildId, cancellation)).Exists
            ? true : throw TemporalErrors.VersionNotFound(plan.Wanted.DeploymentName, buildId, []);
    }

    // A request for what is there already is taken with any conflict token (1.31 and 1.32). What was before tells that it was; a server that
    // is busy says so of its own second attempt too, so that only who changed the deployment last tells whether that was somebody else.
    private async Task<ByteString> OwnAsync(ByteString token, RoutingPlan plan, string identity, bool wasThere, CancellationToken cancellation)
    {
        if (plan.Wanted.Signature is not null && wasThere)
        {
            string deployment = plan.Wanted.DeploymentName;
            DescribeWorkerDeploymentResponse? found = await VersionState.DescribeDeploymentAsync(connection, deployment, cancellation);
            if (found?.WorkerDeploymentInfo.LastModifierIdentity != identity)
            {
                throw TemporalErrors.RoutingConflict(deployment, null);
            }
        }

        return token;
    }

    // The server compares it with the manager's, where there is one.
    private string IdentityOf(RoutingPlan plan) =>
        plan is { Found.ManagerIdentity: null, Wanted: { Signature: { } signature, TakeOver: false } } ? $"{connection.Identity}/{signature}" : connection.Identity;

#pragma warning disable CS0612 // The API means them to be described instead, which tells no more what was before.
    // Without a version there was none, or the workers without one; to them a ramp has a share.
    private static string Before(SetWorkerDeploymentCurrentVersionResponse answer) => answer.PreviousDeploymentVersion?.BuildId ?? "";

    private static (string, float) Before(SetWorkerDeploymentRampingVersionResponse answer) =>
        (answer.PreviousDeploymentVersion?.BuildId ?? "", answer.PreviousPercentage);
#pragma warning restore CS0612

    // What the server has kept is there at once; else by the version that shows the change, whose description comes before the deployment's.
    private async Task<RoutingState> ReadBackAsync(RoutingPlan plan, RoutingChange change, CancellationToken cancellation)
    {
        RoutingState after = plan.Found.After(change.Step, plan.TargetBuildId, plan.Wanted.RampPercentage ?? 0);
        if (plan.TargetBuildId is { } target && change.Step is RoutingStep.SetCurrent or RoutingStep.SetRamp
            && await RoutingMemo.ReadAsync(connection, plan.Wanted.DeploymentName, cancellation) is { } kept && RoutingState.RouteOf(kept) == after.Route)
        {
            return after.With(target, change.Step == RoutingStep.SetCurrent
                ? new() { Status = VersionState.Current, LastCurrentTime = kept.CurrentVersionChangedTime?.ToDateTimeOffset() }
                : new() { Status = VersionState.Ramping });
        }

        string? witness = change.Step == RoutingStep.EndRamp ? plan.Found.RampingBuildId
            : plan.TargetBuildId ?? (change.Step == RoutingStep.SetCurrent ? plan.Found.CurrentBuildId : null);
        DateTimeOffset deadline = _time.GetUtcNow() + ReadBackLimit;
        while (true)
        {
            bool shown;
            if (witness is null)
            {
                RoutingState found = await RoutingState.ReadAsync(connection, plan.Wanted.DeploymentName, null, cancellation);
                shown = found.Route == after.Route;
            }
            else
            {
                VersionState version = await VersionState.ReadVersionAsync(connection, plan.Wanted.DeploymentName, witness, cancellation);
                shown = (version.Status == VersionState.Current) == (after.CurrentBuildId == witness)
                    && (version.Status == VersionState.Ramping) == (after.IsRamping && after.RampingBuildId == witness)
                    && (version.Status != VersionState.Ramping || version.RampPercentage == after.RampPercentage);
                after = after.With(witness, version);
            }

            if (shown)
            {
                return after;
            }

            if (_time.GetUtcNow() >= deadline)
            {
                throw TemporalErrors.RoutingConflict(plan.Wanted.DeploymentName, null);
            }

            await Task.Delay(ReadBackPause, _time, cancellation);
        }
    }

    private async Task<StageException> RefusalAsync(RpcException e, RoutingPlan plan, CancellationToken cancellation)
    {
        string deployment = plan.Wanted.DeploymentName;
        string target = plan.TargetBuildId ?? "(unversioned)";
        return e.Message switch
        {
            var text when text.Contains("conflict token", StringComparison.OrdinalIgnoreCase) => TemporalErrors.RoutingConflict(deployment, e),
            var text when text.Contains("ManagerIdentity", StringComparison.OrdinalIgnoreCase) => TemporalErrors.ManagedByOther(deployment, text, e),
            var text when text.Contains("missing", StringComparison.OrdinalIgnoreCase) && text.Contains("task queue", StringComparison.OrdinalIgnoreCase) =>
                TemporalErrors.TaskQueuesMissing(deployment, target, await MissingAsync(plan, cancellation), e),
            _ when e.Code == RpcException.StatusCode.NotFound => TemporalErrors.VersionNotFound(deployment, target, [], e),
            var text => TemporalErrors.CallRefused("route traffic", $"{deployment}:{target}", text, e),
        };
    }

    private async Task<IReadOnlyList<string>> MissingAsync(RoutingPlan plan, CancellationToken cancellation)
    {
        if (plan.Found.CurrentBuildId is not { } current)
        {
            return [];
        }

        VersionState state = await VersionState.ReadVersionAsync(connection, plan.Wanted.DeploymentName, current, cancellation);
        return [.. state.TaskQueues.Except(plan.Found.TargetTaskQueues ?? [])];
    }
}
