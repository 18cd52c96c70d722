namespace TemporalLambda.Temporal;

/// <summary>One step of a removal's plan: a version that goes.</summary>
/// <param name="Version">The version as it was found.</param>
/// <param name="Sentence">The step in words.</param>
public sealed record VersionRemovalChange(VersionDescription Version, string Sentence)
    : Change("DeleteVersion", $"{Version.DeploymentName}:{Version.BuildId}", Sentence);

/// <summary>Which versions go. Pure: made from values, changes nothing.</summary>
public sealed record VersionRemovalPlan
{
    private VersionRemovalPlan(WantedVersionRemoval wanted, params IReadOnlyList<Change> changes)
    {
        Wanted = wanted;
        Changes = changes;
    }

    /// <summary>What should go.</summary>
    public WantedVersionRemoval Wanted { get; }

    /// <summary>The versions that go, the oldest first; empty where there is nothing to remove.</summary>
    public IReadOnlyList<Change> Changes { get; }

    /// <summary>The plan from what should go and what was found.</summary>
    /// <param name="wanted">What should go.</param>
    /// <param name="found">The deployment, described whole; null where there is none, so that nothing is left to remove.</param>
    /// <param name="now">The time, for <see cref="WantedVersionRemoval.OlderThan"/>.</param>
    /// <exception cref="StageException">The version is current or ramps, so that work would have nowhere to go.</exception>
    public static VersionRemovalPlan For(WantedVersionRemoval wanted, DeploymentDescription? found, DateTimeOffset now)
    {
        if (found is null)
        {
            return new(wanted);
        }

        if (wanted.BuildId is { } buildId)
        {
            VersionDescription? version = found.Versions.FirstOrDefault(candidate => candidate.BuildId == buildId);
            return version switch
            {
                null => new(wanted),
                _ when IsRouted(version, found) => throw TemporalErrors.VersionIsRouted(found.DeploymentName, buildId, version.Status, null),
                _ => new(wanted, new VersionRemovalChange(version, Sentence(version, wanted))),
            };
        }

        VersionDescription[] drained = [.. found.Versions
            .Where(version => version.Status == VersionState.Drained && !IsRouted(version, found) && version.BuildId != found.PreviousBuildId)
            .OrderByDescending(Age)
            .Skip(wanted.Keep ?? 0)
            .Where(version => wanted.OlderThan is not { } span || Age(version) < now - span)
            .Reverse()];
        return new(wanted, [.. drained.Select(version => new VersionRemovalChange(version, Sentence(version, wanted)))]);

        static DateTimeOffset? Age(VersionDescription version) => version.LastDeactivationTime ?? version.CreateTime;
    }

    private static bool IsRouted(VersionDescription version, DeploymentDescription deployment) =>
        version.Status is VersionState.Current or VersionState.Ramping
        || version.BuildId == deployment.CurrentBuildId || version.BuildId == deployment.RampingBuildId;

    private static string Sentence(VersionDescription version, WantedVersionRemoval wanted)
    {
        string what = $"version '{version.BuildId}' of worker deployment '{version.DeploymentName}'";
        return version.Status != VersionState.Draining ? $"Remove {what}."
            : wanted.SkipDrainage ? $"Remove {what} although workflows may be open that are pinned to it."
            : $"Wait until {what} is drained, then remove it.";
    }
}
