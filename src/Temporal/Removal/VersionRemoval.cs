namespace TemporalLambda.Temporal;

/// <summary>The functions of versions, as ARNs.</summary>
/// <param name="Removed">Those of the versions that go, by build id.</param>
/// <param name="Kept">Those of the versions that stay, whichever deployment's.</param>
public sealed record VersionFunctions(IReadOnlyDictionary<string, IReadOnlyList<string>> Removed, IReadOnlySet<string> Kept)
{
    /// <summary>No function goes.</summary>
    public static readonly VersionFunctions None = new(new Dictionary<string, IReadOnlyList<string>>(), new HashSet<string>());
}

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
            ? await WithDrainageAsync(Descriptions.From(response), wanted.BuildId, cancellation) : null;
        VersionRemovalPlan plan = VersionRemovalPlan.For(wanted, found, _time.GetUtcNow());
        if (plan.Changes.Count == 0)
        {
            connection.Reporter.Verbose(wanted.BuildId is { } buildId
                ? $"Worker deployment '{wanted.DeploymentName}' has no version '{buildId}': nothing to remove."
                : $"Worker deployment '{wanted.DeploymentName}' has no drained version to remove.");
        }

        return plan;
    }

    // The deployment's summary of a version may say Draining for good where the version itself is drained (seen with 1.32.1).
    private async Task<DeploymentDescription> WithDrainageAsync(DeploymentDescription found, string? buildId, CancellationToken cancellation) => found with
    {
        Versions = await Task.WhenAll(found.Versions.Select(async version => version.Status != VersionState.Draining || (buildId is not null && version.BuildId != buildId)
            ? version
            : version with
            {
                Status = (await VersionState.ReadVersionAsync(connection, version.DeploymentName, version.BuildId, cancellation)).Status ?? version.Status,
            })),
    };

    /// <summary>
    /// What the versions that go, and those that stay, have Temporal invoke; of other deployments' versions too, where any function would go.
    /// Where these are too many to be asked, no function is one of those that go, and a warning says so.
    /// </summary>
    /// <exception cref="StageException">The server refused to tell.</exception>
    public async Task<VersionFunctions> FunctionsAsync(VersionRemovalPlan plan, FunctionUse use, CancellationToken cancellation)
    {
        string deployment = plan.Wanted.DeploymentName;
        HashSet<string> going = [.. plan.Changes.Cast<VersionRemovalChange>().Select(change => change.Version.BuildId)];
        ILookup<bool, KeyValuePair<string, IReadOnlyList<string>>> own = (await use.OfAsync(deployment, cancellation)).ToLookup(version => going.Contains(version.Key));
        Dictionary<string, IReadOnlyList<string>> removed = new(own[true], StringComparer.Ordinal);
        HashSet<string> kept = new(own[false].SelectMany(version => version.Value), StringComparer.Ordinal);
        if (removed.Values.SelectMany(functions => functions).All(kept.Contains))
        {
            return new(removed, kept);
        }

        if (await use.ByOthersAsync(deployment, cancellation) is not { } others)
        {
            connection.Reporter.Warning(
                $"The published versions of the function stay: namespace '{connection.Namespace}' has too many versions to ask each of them whether it has one of these invoked.");
            return VersionFunctions.None;
        }

        kept.UnionWith(others);
        return new(removed, kept);
    }

    /// <summary>Removes one version of the plan, waiting for its drainage and its pollers first. The time is for both waits together.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="change">The version.</param>
    /// <param name="drained">Done between the waits: a function goes before the version that tells where it is, so that a rerun finds it.</param>
    /// <param name="cancellation">Ends the waits.</param>
    /// <exception cref="StageException">It gets traffic again, or is not drained or still polled when the time is over.</exception>
    public async Task RemoveAsync(VersionRemovalPlan plan, VersionRemovalChange change, Func<Task> drained, CancellationToken cancellation)
    {
        WantedVersionRemoval wanted = plan.Wanted;
        string buildId = change.Version.BuildId;
        RemovalSteps steps = new(connection, _time);
        DateTimeOffset deadline = _time.GetUtcNow() + wanted.Timeout;
        if (!wanted.SkipDrainage)
        {
            await steps.WaitDrainedAsync(wanted.DeploymentName, buildId, wanted.Timeout, cancellation);
        }

        await drained();
        TimeSpan left = deadline - _time.GetUtcNow();
        await steps.DeleteVersionAsync(
            wanted.DeploymentName, buildId, wanted.SkipDrainage, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation);
    }
}
