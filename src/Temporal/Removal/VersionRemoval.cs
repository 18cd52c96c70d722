namespace TemporalLambda.Temporal;

/// <summary>Removes Worker Deployment Versions: one, or the drained ones that nobody needs any more.</summary>
/// <param name="connection">The namespace.</param>
/// <param name="time">The clock; default: the system's.</param>
public sealed class VersionRemoval(TemporalConnection connection, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Reads what is there and plans. Changes nothing.</summary>
    /// <exception cref="StageException">A name that can not be, or a version that gets traffic.</exception>
    public async Task<VersionRemovalPlan> PlanAsync(WantedVersionRemoval wanted, CancellationToken cancellation)
    {
        wanted.Check();
        DeploymentDescription? found = await VersionState.DescribeDeploymentAsync(connection, wanted.DeploymentName, cancellation) is { } response
            ? Descriptions.From(response) : null;
        VersionRemovalPlan plan = VersionRemovalPlan.For(wanted, found, _time.GetUtcNow());
        if (plan.Changes.Count == 0)
        {
            connection.Reporter.Verbose(wanted.BuildId is { } buildId
                ? $"Worker deployment '{wanted.DeploymentName}' has no version '{buildId}': nothing to remove."
                : $"Worker deployment '{wanted.DeploymentName}' has no drained version to remove.");
        }

        return plan;
    }

    /// <summary>Removes one version of the plan, waiting for its drainage and its pollers first. The time is for both waits together.</summary>
    /// <exception cref="StageException">It gets traffic again, or is not drained or still polled when the time is over.</exception>
    public async Task RemoveAsync(VersionRemovalPlan plan, VersionRemovalChange change, CancellationToken cancellation)
    {
        WantedVersionRemoval wanted = plan.Wanted;
        string buildId = change.Version.BuildId;
        RemovalSteps steps = new(connection, _time);
        DateTimeOffset deadline = _time.GetUtcNow() + wanted.Timeout;
        if (!wanted.SkipDrainage)
        {
            await steps.WaitDrainedAsync(wanted.DeploymentName, buildId, wanted.Timeout, cancellation);
        }

        TimeSpan left = deadline - _time.GetUtcNow();
        await steps.DeleteVersionAsync(
            wanted.DeploymentName, buildId, wanted.SkipDrainage, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation);
    }
}
