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
        string? target = wanted.Unversioned || wanted.Rollback ? null : wanted.BuildId;
        return RoutingPlan.For(wanted, await RoutingState.ReadAsync(connection, wanted.DeploymentName, target, cancellation));
    }

    /// <summary>Does the plan and reads the routing back.</summary>
    /// <exception cref="StageException">The server refuses: somebody else was faster, manages the deployment, or task queues are missing.</exception>
    public async Task<RoutingResult> ApplyAsync(RoutingPlan plan, CancellationToken cancellation)
    {
        RoutingState state = plan.Found;
        foreach (RoutingChange change in plan.Changes.Cast<RoutingChange>())
        {
            await DoAsync(plan, change, cancellation);
            state = await ReadBackAsync(plan, change, cancellation);
        }

        return RoutingResult.From(plan, state);
    }

    private async Task DoAsync(RoutingPlan plan, RoutingChange change, CancellationToken cancellation)
    {
        WantedRouting wanted = plan.Wanted;
        try
        {
            if (change.Step == RoutingStep.SetCurrent)
            {
                SetWorkerDeploymentCurrentVersionRequest current = new()
                {
                    Namespace = connection.Namespace, DeploymentName = wanted.DeploymentName, BuildId = plan.TargetBuildId ?? "",
                    ConflictToken = plan.Found.ConflictToken, Identity = connection.Identity,
                    IgnoreMissingTaskQueues = wanted.IgnoreMissingTaskQueues, AllowNoPollers = wanted.AllowNoPollers,
                };
                await connection.CallAsync(
                    $"set current version of '{wanted.DeploymentName}' to '{current.BuildId}'",
                    (service, rpc) => service.SetWorkerDeploymentCurrentVersionAsync(current, rpc), cancellation, retry: false);
                return;
            }

            bool end = change.Step == RoutingStep.EndRamp;
            SetWorkerDeploymentRampingVersionRequest ramp = new()
            {
                Namespace = connection.Namespace, DeploymentName = wanted.DeploymentName, BuildId = end ? "" : plan.TargetBuildId ?? "",
                Percentage = end ? 0 : (float)wanted.RampPercentage!.Value, ConflictToken = plan.Found.ConflictToken, Identity = connection.Identity,
                IgnoreMissingTaskQueues = wanted.IgnoreMissingTaskQueues, AllowNoPollers = wanted.AllowNoPollers,
            };
            await connection.CallAsync(
                $"set ramping version of '{wanted.DeploymentName}' to '{ramp.BuildId}' at {ramp.Percentage} %",
                (service, rpc) => service.SetWorkerDeploymentRampingVersionAsync(ramp, rpc), cancellation, retry: false);
        }
        catch (RpcException e)
        {
            throw await RefusalAsync(e, plan, cancellation);
        }
    }

    // By the version that shows the change: its description is there at once, while the deployment's own takes the server a second each
    // time for the first two seconds after a change (1.31 and 1.32).
    private async Task<RoutingState> ReadBackAsync(RoutingPlan plan, RoutingChange change, CancellationToken cancellation)
    {
        RoutingState after = plan.Found.After(change.Step, plan.TargetBuildId, plan.Wanted.RampPercentage ?? 0);
        string? witness = change.Step == RoutingStep.EndRamp ? plan.Found.RampingBuildId
            : plan.TargetBuildId ?? (change.Step == RoutingStep.SetCurrent ? plan.Found.CurrentBuildId : null);
        DateTimeOffset deadline = _time.GetUtcNow() + ReadBackLimit;
        while (true)
        {
            bool shown;
            if (witness is null)
            {
                RoutingState found = await RoutingState.ReadAsync(connection, plan.Wanted.DeploymentName, null, cancellation);
                shown = (found.CurrentBuildId, found.IsRamping, found.RampingBuildId, found.RampPercentage)
                    == (after.CurrentBuildId, after.IsRamping, after.RampingBuildId, after.RampPercentage);
            }
            else
            {
                VersionState version = await VersionState.ReadVersionAsync(connection, plan.Wanted.DeploymentName, witness, cancellation);
                shown = (version.Status == VersionState.Current) == (after.CurrentBuildId == witness)
                    && (version.Status == VersionState.Ramping) == (after.IsRamping && after.RampingBuildId == witness)
                    && (version.Status != VersionState.Ramping || version.RampPercentage == after.RampPercentage);
                after = after.WithStatus(witness, version.Status);
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
            _ when e.Code == RpcException.StatusCode.NotFound => TemporalErrors.VersionNotFound(deployment, target, []),
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
