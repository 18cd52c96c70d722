using System.Globalization;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Workers;

/// <summary>One build of a worker, as AWS has it.</summary>
public sealed record DeployedWorker
{
    /// <summary>The function's name.</summary>
    public required string FunctionName { get; init; }

    /// <summary>Its ARN, without a version.</summary>
    public required string FunctionArn { get; init; }

    /// <summary>The published version of this build, or <c>$LATEST</c> where none is published.</summary>
    public required FunctionConfiguration Version { get; init; }

    /// <summary>What Temporal is pointed at: the ARN with the version, or without one for <c>$LATEST</c>.</summary>
    public required string QualifiedArn { get; init; }

    /// <summary>The Worker Deployment, where the function's environment or tags name it.</summary>
    public string? DeploymentName { get; init; }

    /// <summary>The build id.</summary>
    public string? BuildId { get; init; }

    /// <summary>The task queue.</summary>
    public string? TaskQueue { get; init; }

    /// <summary>What names the code.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The role that Temporal assumes, where there is one of the function's own or of the given name.</summary>
    public string? InvokeRoleArn { get; init; }

    /// <summary>What Temporal has to present to assume it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The builds of a function, the newest first. Several versions may be of one build: the newest of them stands for it.</summary>
    /// <param name="latest">The function as it is now.</param>
    /// <param name="versions">Its versions.</param>
    /// <param name="tags">Its tags.</param>
    internal static IReadOnlyList<DeployedWorker> BuildsOf(
        FunctionConfiguration latest, IReadOnlyList<FunctionConfiguration> versions, IReadOnlyDictionary<string, string>? tags)
    {
        FunctionArn arn = Aws.FunctionArn.Parse(latest.FunctionArn);
        List<DeployedWorker> published =
        [
            .. versions
                .Where(version => long.TryParse(version.Version, CultureInfo.InvariantCulture, out _))
                .OrderByDescending(version => long.Parse(version.Version, CultureInfo.InvariantCulture))
                .Select(version => Of(version, arn, tags))
                .DistinctBy(build => (build.DeploymentName, build.BuildId)),
        ];
        return published.Count > 0 ? published : [Of(latest, arn, tags)];
    }

    private static DeployedWorker Of(FunctionConfiguration version, FunctionArn function, IReadOnlyDictionary<string, string>? tags)
    {
        // The note has a long build id shortened, the environment has it whole.
        VersionNote? note = VersionNote.Read(version.Description);
        bool published = version.Version is not ("" or "$LATEST");
        return new DeployedWorker
        {
            FunctionName = function.Name,
            FunctionArn = function.Unqualified,
            Version = version,
            QualifiedArn = published ? $"{function.Unqualified}:{version.Version}" : function.Unqualified,
            DeploymentName = Variable(version, FunctionVariables.DeploymentName) ?? tags?.GetValueOrDefault(OwnTags.Deployment),
            BuildId = Variable(version, FunctionVariables.BuildId) ?? note?.BuildId,
            TaskQueue = Variable(version, FunctionVariables.TaskQueue),
            Fingerprint = note?.Fingerprint,
        };
    }

    private static string? Variable(FunctionConfiguration version, string name) =>
        version.Environment?.Variables?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
