namespace TemporalLambda.Temporal;

/// <summary>Which version the traffic of a Worker Deployment should go to.</summary>
/// <param name="DeploymentName">The Worker Deployment's name.</param>
public sealed record WantedRouting(string DeploymentName)
{
    /// <summary>The version's build id; not with <see cref="Unversioned"/> and <see cref="Rollback"/>.</summary>
    public string? BuildId { get; init; }

    /// <summary>The share of new workflows, 0 to 100, that goes to the version while another stays current; null makes it current.</summary>
    public double? RampPercentage { get; init; }

    /// <summary>The target is the workers that have no version.</summary>
    public bool Unversioned { get; init; }

    /// <summary>
    /// The target is the previous version: the one with the newest LastCurrentTime other than the current one. While a version ramps, the
    /// previous state is the current version alone, so the ramp ends.
    /// </summary>
    public bool Rollback { get; init; }

    /// <summary>Go on although the version lacks task queues that the current one has.</summary>
    public bool IgnoreMissingTaskQueues { get; init; }

    /// <summary>Go on although no worker of the version has ever polled.</summary>
    public bool AllowNoPollers { get; init; }

    /// <summary>Becomes the deployment's manager where somebody else is, whose changes the server then refuses.</summary>
    public bool TakeOver { get; init; }

    /// <summary>
    /// Tells these changes from those of somebody else who does the very same, and then is in the way as well; null where that does not matter.
    /// </summary>
    internal string? Signature { get; init; }

    /// <summary>Who we are to the server.</summary>
    internal string? Identity { get; init; }

    /// <summary>The version is itself only planned: the plan is made as if it were there.</summary>
    public bool VersionIsPlanned { get; init; }

    /// <exception cref="StageException">Names or switches that do not go together.</exception>
    internal void Check()
    {
        VersionNames.RequireDeployment(DeploymentName);
        if (RampPercentage is { } percentage && !(percentage is >= 0 and <= 100))
        {
            throw TemporalErrors.RampPercentageInvalid(percentage);
        }

        if (Rollback && (Unversioned || RampPercentage is not null))
        {
            throw TemporalErrors.RoutingTargetAmbiguous("Rollback");
        }

        if (!Unversioned && !Rollback)
        {
            VersionNames.RequireBuildId(BuildId);
        }
    }
}
