namespace TemporalLambda.Aws;

/// <content>The failures of finding deployed workers.</content>
public static partial class AwsErrors
{
    /// <summary>A function has no version of a build, or is of another deployment.</summary>
    public static StageException BuildNotPublished(string functionName, string buildId) => new(
        "BuildNotPublished",
        FaultCategory.ObjectNotFound,
        buildId.Length == 0
            ? $"The function '{functionName}' is a worker of another deployment than the given one."
            : $"The function '{functionName}' has no version of the build '{buildId}' in the given deployment.",
        "List its builds with Get-TemporalLambdaWorker -AllBuilds, or publish it with Publish-TemporalLambdaWorker.",
        functionName);
}
