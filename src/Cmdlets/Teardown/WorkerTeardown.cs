using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Teardown;

/// <summary>Temporal's side of removing a worker; what goes from AWS stands between its two halves.</summary>
/// <param name="temporal">The namespace.</param>
/// <param name="timeout">How long each wait may take, for drainage and for pollers.</param>
internal sealed class WorkerTeardown(TemporalConnection temporal, TimeSpan timeout)
{
    private readonly RemovalSteps _steps = new(temporal);

    /// <summary>Reads what there is and says what it takes; changes nothing.</summary>
    /// <exception cref="StageException">Workflows are open that nobody could complete, or the server refused to tell.</exception>
    public async Task<TeardownPlan> PlanAsync(string functionName, string deploymentName, bool force, CancellationToken cancellationToken) =>
        TeardownPlan.From(functionName, await ReadAsync(deploymentName, cancellationToken), force);

    /// <summary>Before the function goes: routes the traffic away, and waits until what is open is completed.</summary>
    /// <exception cref="StageException">It is not in time, or the server refused.</exception>
    public async Task DrainAsync(TeardownPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Unset)
        {
            await _steps.UnsetCurrentAsync(plan.DeploymentName, cancellationToken);
        }

        foreach (string build in plan.Drain)
        {
            await _steps.WaitDrainedAsync(plan.DeploymentName, build, timeout, cancellationToken);
        }
    }

    /// <summary>After the function is gone: deletes the versions, when nothing polls any more, and the deployment.</summary>
    /// <exception cref="StageException">They are still polled when the time is over, or the server refused.</exception>
    public async Task DeleteAsync(TeardownPlan plan, bool force, CancellationToken cancellationToken)
    {
        foreach (string build in plan.Delete)
        {
            await _steps.DeleteVersionAsync(plan.DeploymentName, build, skipDrainage: force, timeout, cancellationToken);
        }

        if (plan.DeleteDeployment)
        {
            await _steps.DeleteDeploymentAsync(plan.DeploymentName, cancellationToken);
        }
    }

    private async Task<TeardownState> ReadAsync(string deploymentName, CancellationToken cancellationToken)
    {
        DeploymentReader reader = new(temporal);
        DeploymentDescription deployment;
        List<VersionDescription> versions = [];
        try
        {
            deployment = (await reader.DeploymentsAsync(NameFilter.Only(deploymentName), cancellationToken))[0];
            await foreach (VersionDescription version in reader.VersionsAsync(NameFilter.Only(deploymentName), NameFilter.All, detailed: true, cancellationToken))
            {
                versions.Add(version);
            }
        }
        catch (StageException e) when (e.ErrorId == TemporalErrors.DeploymentNotFound(deploymentName).ErrorId)
        {
            return new TeardownState(null, []);
        }

        return new TeardownState(deployment, await Task.WhenAll(versions.Select(version => CountAsync(version, cancellationToken))));
    }

    // Nothing is open on a version that never got traffic, or is drained.
    private async Task<VersionAtWork> CountAsync(VersionDescription version, CancellationToken cancellationToken)
    {
        if (version.Status is not ("Current" or "Ramping" or "Draining"))
        {
            return new VersionAtWork(version, 0, 0);
        }

        Task<long> pinned = _steps.CountPinnedAsync(version.DeploymentName, version.BuildId, cancellationToken);
        Task<long> moving = _steps.CountAutoUpgradeAsync(version.DeploymentName, version.BuildId, cancellationToken);
        return new VersionAtWork(version, await pinned, await moving);
    }
}
