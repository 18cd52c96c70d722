using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>Routes the traffic of Worker Deployments.</summary>
/// <param name="connection">The namespace.</param>
/// <param name="time">The clock; default: the system's.</param>
public sealed class Routing(TemporalConnection connection, TimeProvider? time = null)
{
    private static readonly TimeSpan PropagationWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PropagationPause = TimeSpan.FromMilliseconds(50);
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
        foreach (RoutingChange change in plan.Changes.Cast<RoutingChange>())
        {
            await DoAsync(plan, change, cancellation);
        }

        RoutingState state = plan.Changes.Count == 0 ? plan.Found : await ReadBackAsync(plan, cancellation);
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

    // Read back until every task queue knows: a workflow that is started before that may still go to the version before.
    private async Task<RoutingState> ReadBackAsync(RoutingPlan plan, CancellationToken cancellation)
    {
        DateTimeOffset deadline = _time.GetUtcNow() + PropagationWait;
        string activity = $"Routing '{plan.Wanted.DeploymentName}'";
        try
        {
            while (true)
            {
                RoutingState state = await RoutingState.ReadAsync(connection, plan.Wanted.DeploymentName, null, cancellation);
                if (state.IsPropagated)
                {
                    return state;
                }

                // Some servers never say so of a version that nobody has polled for.
                if (plan.Found.TargetTaskQueues is not { Count: > 0 } || _time.GetUtcNow() >= deadline)
                {
                    connection.Reporter.Verbose($"The routing of '{plan.Wanted.DeploymentName}' is set; the server is still telling its task queues.");
                    return state;
                }

                connection.Reporter.Progress(new(activity, "Waiting until every task queue knows"));
                await Task.Delay(PropagationPause, _time, cancellation);
            }
        }
        finally
        {
            connection.Reporter.Progress(new(activity, "", Completed: true));
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
