using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>
/// The steps of a teardown on Temporal's side, each of which may be repeated after it was interrupted. Their safe order: route the traffic
/// away, refuse while work would be stranded, wait until drained (the function is what drains it, so it is deleted only then), wait for
/// the pollers and delete the version, delete the deployment.
/// </summary>
/// <param name="connection">The namespace.</param>
/// <param name="time">The clock; default: the system's.</param>
public sealed class RemovalSteps(TemporalConnection connection, TimeProvider? time = null)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Sends no traffic to any version: ends the ramp, and makes the workers without a version current. Whether something was changed.</summary>
    /// <exception cref="StageException">The server refuses, for example because another manager has the deployment.</exception>
    public async Task<bool> UnsetCurrentAsync(string deploymentName, CancellationToken cancellation)
    {
        RoutingState state = await RoutingState.ReadDeploymentAsync(connection, deploymentName, cancellation);
        if (!state.Exists)
        {
            return false;
        }

        Routing routing = new(connection, _time);
        if (state.IsRamping)
        {
            WantedRouting noRamp = new(deploymentName) { Unversioned = true, RampPercentage = 0 };
            await routing.ApplyAsync(RoutingPlan.ForEndOfRamp(noRamp, state), cancellation);
        }

        if (state.CurrentBuildId is not null)
        {
            WantedRouting none = new(deploymentName) { Unversioned = true, IgnoreMissingTaskQueues = true, AllowNoPollers = true };
            await routing.ApplyAsync(await routing.PlanAsync(none, cancellation), cancellation);
        }

        return state.IsRamping || state.CurrentBuildId is not null;
    }

    /// <summary>How many open workflows are pinned to the version; they need it and its function to be completed.</summary>
    public Task<long> CountPinnedAsync(string deploymentName, string buildId, CancellationToken cancellation) =>
        CountAsync(deploymentName, buildId, "Pinned", cancellation);

    /// <summary>How many open workflows last ran on the version and move on to whatever is current; without any, they have nowhere to go.</summary>
    public Task<long> CountAutoUpgradeAsync(string deploymentName, string buildId, CancellationToken cancellation) =>
        CountAsync(deploymentName, buildId, "AutoUpgrade", cancellation);

    /// <summary>Waits until the version is drained, or was never routed to, or is gone.</summary>
    /// <exception cref="StageException">It is not in time, or gets traffic again.</exception>
    public async Task WaitDrainedAsync(string deploymentName, string buildId, TimeSpan timeout, CancellationToken cancellation)
    {
        string activity = $"Draining version '{buildId}' of '{deploymentName}'";
        DateTimeOffset started = _time.GetUtcNow();
        TimeSpan pause = FirstPause;
        try
        {
            while (true)
            {
                VersionState state = await VersionState.ReadVersionAsync(connection, deploymentName, buildId, cancellation);
                if (state.Status is VersionState.Current or VersionState.Ramping)
                {
                    throw TemporalErrors.VersionIsRouted(deploymentName, buildId, state.Status, null);
                }

                if (state.Status != VersionState.Draining)
                {
                    return;
                }

                TimeSpan waited = _time.GetUtcNow() - started;
                long open = await CountPinnedAsync(deploymentName, buildId, cancellation);
                if (waited >= timeout)
                {
                    throw TemporalErrors.NotDrained(deploymentName, buildId, (int)timeout.TotalSeconds, open, null);
                }

                connection.Reporter.Progress(new(
                    activity, open > 0 ? $"{open} open workflows are pinned to it" : "No workflow is open; waiting until the server has seen that",
                    (int)Math.Clamp(waited / timeout * 100, 0, 99)));
                pause = await PauseAsync(pause, cancellation);
            }
        }
        finally
        {
            connection.Reporter.Progress(new(activity, "", Completed: true));
        }
    }

    /// <summary>Deletes the version as soon as no worker polls any more, and makes sure that it is gone. False where it was gone already.</summary>
    /// <exception cref="StageException">It gets traffic, is not drained, or is still polled when the time is over.</exception>
    public async Task<bool> DeleteVersionAsync(string deploymentName, string buildId, bool skipDrainage, TimeSpan timeout, CancellationToken cancellation)
    {
        string activity = $"Removing version '{buildId}' of '{deploymentName}'";
        DeleteWorkerDeploymentVersionRequest request = new()
        {
            Namespace = connection.Namespace, DeploymentVersion = new() { DeploymentName = deploymentName, BuildId = buildId },
            SkipDrainage = skipDrainage, Identity = connection.Identity,
        };
        DateTimeOffset started = _time.GetUtcNow();
        TimeSpan pause = FirstPause;
        bool sent = false;
        try
        {
            while ((await VersionState.ReadVersionAsync(connection, deploymentName, buildId, cancellation)).Exists)
            {
                TimeSpan waited = _time.GetUtcNow() - started;
                try
                {
                    await connection.CallAsync(
                        $"delete version '{buildId}' of '{deploymentName}'",
                        (service, rpc) => service.DeleteWorkerDeploymentVersionAsync(request, rpc), cancellation);
                    sent = true;
                    connection.KnownRouting.Forget(deploymentName);
                    continue;
                }
                catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
                {
                    continue;
                }
                catch (RpcException e) when (Says(e, "current or ramping"))
                {
                    throw TemporalErrors.VersionIsRouted(deploymentName, buildId, "Current or Ramping", e);
                }
                catch (RpcException e) when (Says(e, "draining"))
                {
                    throw TemporalErrors.NotDrained(deploymentName, buildId, (int)waited.TotalSeconds, null, e);
                }
                catch (RpcException e) when (Says(e, "active pollers"))
                {
                    if (waited >= timeout)
                    {
                        throw TemporalErrors.StillPolled(deploymentName, buildId, (int)timeout.TotalSeconds, e);
                    }
                }
                catch (RpcException e)
                {
                    throw TemporalErrors.CallRefused("delete version", $"{deploymentName}:{buildId}", e.Message, e);
                }

                connection.Reporter.Progress(new(
                    activity, "Waiting until its workers have stopped polling; the server remembers a poll for five minutes",
                    (int)Math.Clamp(waited / timeout * 100, 0, 99)));
                pause = await PauseAsync(pause, cancellation);
            }

            return sent;
        }
        finally
        {
            connection.Reporter.Progress(new(activity, "", Completed: true));
        }
    }

    /// <summary>Deletes a deployment that has no versions any more, and makes sure that it is gone. False where it was gone already.</summary>
    /// <exception cref="StageException">It has versions.</exception>
    public async Task<bool> DeleteDeploymentAsync(string deploymentName, CancellationToken cancellation)
    {
        DeleteWorkerDeploymentRequest request = new() { Namespace = connection.Namespace, DeploymentName = deploymentName, Identity = connection.Identity };
        bool sent = false;
        while (await VersionState.DescribeDeploymentAsync(connection, deploymentName, cancellation) is { } found)
        {
            if (found.WorkerDeploymentInfo.VersionSummaries.Count > 0)
            {
                throw TemporalErrors.DeploymentHasVersions(
                    deploymentName, [.. found.WorkerDeploymentInfo.VersionSummaries.Select(version => version.DeploymentVersion.BuildId)]);
            }

            try
            {
                await connection.CallAsync(
                    $"delete deployment '{deploymentName}'", (service, rpc) => service.DeleteWorkerDeploymentAsync(request, rpc), cancellation);
                sent = true;
            }
            catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
            {
                // Somebody else was faster, which is as good.
            }
            catch (RpcException e)
            {
                throw TemporalErrors.CallRefused("delete deployment", deploymentName, e.Message, e);
            }

            await Task.Delay(FirstPause, _time, cancellation);
        }

        connection.KnownRouting.Forget(deploymentName);
        return sent;
    }

    private static bool Says(RpcException e, string words) => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase);

    private async Task<TimeSpan> PauseAsync(TimeSpan pause, CancellationToken cancellation)
    {
        await Task.Delay(pause, _time, cancellation);
        return pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
    }

    private async Task<long> CountAsync(string deploymentName, string buildId, string behavior, CancellationToken cancellation)
    {
        string version = $"{deploymentName}:{buildId}".Replace("'", "''", StringComparison.Ordinal);
        string query = $"TemporalWorkerDeploymentVersion = '{version}' AND TemporalWorkflowVersioningBehavior = '{behavior}' AND ExecutionStatus = 'Running'";
        try
        {
            return (await connection.CallAsync(
                $"count {behavior} workflows of version '{buildId}' of '{deploymentName}'",
                (service, rpc) => service.CountWorkflowExecutionsAsync(new() { Namespace = connection.Namespace, Query = query }, rpc), cancellation)).Count;
        }
        catch (RpcException e)
        {
            throw TemporalErrors.CallRefused("count workflows", version, e.Message, e);
        }
    }
}
