namespace TemporalLambda.Temporal;

/// <summary>Which versions of a Worker Deployment should go.</summary>
/// <param name="DeploymentName">The Worker Deployment's name.</param>
public sealed record WantedVersionRemoval(string DeploymentName)
{
    /// <summary>The one version; null prunes the drained ones by <see cref="Keep"/> and <see cref="OlderThan"/>.</summary>
    public string? BuildId { get; init; }

    /// <summary>How many drained versions stay, the newest ones; the version before the current one always stays as well.</summary>
    public int? Keep { get; init; }

    /// <summary>Only versions go that get no traffic for longer than this.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>Removes the version although workflows are open that are pinned to it: nobody would complete them.</summary>
    public bool SkipDrainage { get; init; }

    /// <summary>How long to wait in all until a version is drained and its workers have stopped polling; default: 10 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="StageException">A name that can not be, or nothing that says what should go.</exception>
    internal void Check()
    {
        VersionNames.RequireDeployment(DeploymentName);
        if (BuildId is not null)
        {
            VersionNames.RequireBuildId(BuildId);
        }

        if (BuildId is null == (Keep is null && OlderThan is null))
        {
            throw TemporalErrors.RemovalAmbiguous(DeploymentName);
        }

        // A bare number is ticks to PowerShell, and would remove all of them.
        if (OlderThan is { } age && age < TimeSpan.FromSeconds(1))
        {
            throw TemporalErrors.RemovalAgeInvalid(age);
        }
    }
}
