namespace TemporalLambda.Temporal;

/// <summary>The names that the server accepts, checked before anything is sent. The rules are in Core; the errors are Temporal's.</summary>
public static class VersionNames
{
    /// <summary>Refuses a deployment name that the server would refuse.</summary>
    /// <exception cref="StageException">It is empty, too long, has '.' or ':' in it, or starts with '__'.</exception>
    public static void RequireDeployment(string? name)
    {
        if (DeploymentNames.Problem(name) is { } problem)
        {
            throw TemporalErrors.DeploymentNameInvalid(name ?? "", problem);
        }
    }

    /// <summary>Refuses a build id that the server would refuse.</summary>
    /// <exception cref="StageException">It is empty, too long, or starts with '__'.</exception>
    public static void RequireBuildId(string? buildId)
    {
        if (BuildIds.Problem(buildId) is { } problem)
        {
            throw TemporalErrors.BuildIdInvalid(buildId ?? "", problem);
        }
    }
}
