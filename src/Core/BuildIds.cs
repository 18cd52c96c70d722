namespace TemporalLambda;

/// <summary>What Temporal's server accepts as a build id: the rules of a deployment's name, except that '.' and ':' are allowed.</summary>
public static class BuildIds
{
    /// <summary>The longest build id, in bytes of UTF-8.</summary>
    public const int MaxBytes = DeploymentNames.MaxBytes;

    /// <summary>Why a build id can not be used, as the end of a sentence ("it starts with '__'"), or null where it can.</summary>
    public static string? Problem(string? buildId) => string.IsNullOrWhiteSpace(buildId) ? "it is empty" : VersionFields.Problem(buildId);
}
