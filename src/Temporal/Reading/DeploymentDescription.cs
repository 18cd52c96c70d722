namespace TemporalLambda.Temporal;

/// <summary>A Worker Deployment as the server has it.</summary>
public sealed record DeploymentDescription
{
    /// <summary>The Worker Deployment's name.</summary>
    public required string DeploymentName { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>The current version's build id; null where new workflows go to the workers without a version.</summary>
    public string? CurrentBuildId { get; init; }

    /// <summary>When the current version became current.</summary>
    public DateTimeOffset? CurrentSince { get; init; }

    /// <summary>The build id of the version that ramps; null where none does, or the workers without a version do.</summary>
    public string? RampingBuildId { get; init; }

    /// <summary>What share of new workflows goes to what ramps, 0 to 100; null where nothing ramps.</summary>
    public double? RampPercentage { get; init; }

    /// <summary>The build id of the version that was created last.</summary>
    public string? LatestBuildId { get; init; }

    /// <summary>The build id of the version that was current before; null in a listing, which does not tell it.</summary>
    public string? PreviousBuildId { get; init; }

    /// <summary>Who alone may change the routing; null where anybody may, and in a listing.</summary>
    public string? ManagerIdentity { get; init; }

    /// <summary>Who changed it last; null in a listing.</summary>
    public string? LastModifierIdentity { get; init; }

    /// <summary>All versions, the newest first; in a listing only the current, the ramping and the latest one, which is all that it tells.</summary>
    public IReadOnlyList<VersionDescription> Versions { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => DeploymentName;
}
