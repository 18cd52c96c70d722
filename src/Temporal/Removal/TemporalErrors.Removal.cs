using System.Globalization;

namespace TemporalLambda.Temporal;

/// <content>Removing versions and deployments.</content>
public static partial class TemporalErrors
{
    /// <summary>Neither a version nor a rule, or both.</summary>
    public static StageException RemovalAmbiguous(string deploymentName) => new(
        "TemporalRemovalAmbiguous", FaultCategory.InvalidArgument, $"What should be removed from worker deployment '{deploymentName}' is not clear.",
        "Give either -BuildId for one version, or -Keep or -OlderThan for the drained ones.", deploymentName);

    /// <summary>An age that nobody means.</summary>
    public static StageException RemovalAgeInvalid(TimeSpan age) => new(
        "TemporalRemovalAgeInvalid", FaultCategory.InvalidArgument,
        string.Create(CultureInfo.InvariantCulture, $"'Older than {age.TotalMilliseconds} ms' is every version."),
        "Write -OlderThan as days, hours, minutes and seconds, for example 7.00:00:00; a bare number is not days.", age);

    /// <summary>-SkipDrainage alone.</summary>
    public static StageException SkipDrainageNeedsForce(string deploymentName) => new(
        "TemporalSkipDrainageNeedsForce", FaultCategory.InvalidArgument,
        $"Without drainage, workflows that are pinned to the version of worker deployment '{deploymentName}' are never completed.",
        "Leave -SkipDrainage out to wait for them, or give -Force as well.", deploymentName);

    /// <summary>The version gets traffic.</summary>
    public static StageException VersionIsRouted(string deploymentName, string buildId, string status, Exception? inner) => new(
        "TemporalVersionIsRouted", FaultCategory.InvalidOperation,
        $"Version '{buildId}' of worker deployment '{deploymentName}' gets traffic (it is {status}) and can not be removed.",
        "Route the traffic elsewhere first (Set-CurrentTemporalVersion with another -BuildId, -Rollback or -Unversioned).", $"{deploymentName}:{buildId}", inner);

    /// <summary>Workflows are open that need the version.</summary>
    public static StageException WorkflowsOpen(string deploymentName, string buildId, long count) => new(
        "TemporalWorkflowsOpen", FaultCategory.ResourceBusy,
        string.Create(CultureInfo.InvariantCulture, $"{count} open workflows are pinned to version '{buildId}' of worker deployment '{deploymentName}', and nobody else can complete them."),
        "Wait until they are completed, or end or move them (temporal workflow update-options), or give -Force to strand them.", $"{deploymentName}:{buildId}");

    /// <summary>It did not drain in time.</summary>
    public static StageException NotDrained(string deploymentName, string buildId, int seconds, long? open, Exception? inner) => new(
        "TemporalVersionNotDrained", FaultCategory.OperationTimeout,
        string.Create(CultureInfo.InvariantCulture, $"Version '{buildId}' of worker deployment '{deploymentName}' is not drained after {seconds} s{(open is { } count ? $": {count} open workflows are pinned to it" : "")}."),
        "Run the command again later, or allow more time by -TimeoutSeconds; the server looks for open workflows only every few minutes.",
        $"{deploymentName}:{buildId}", inner);

    /// <summary>Workers still poll.</summary>
    public static StageException StillPolled(string deploymentName, string buildId, int seconds, Exception? inner) => new(
        "TemporalVersionStillPolled", FaultCategory.OperationTimeout,
        string.Create(CultureInfo.InvariantCulture, $"Workers of version '{buildId}' of worker deployment '{deploymentName}' still polled within the last {seconds} s, so that it can not be removed."),
        "Stop its workers, or wait until the function's invocations have ended (the server remembers a poll for five minutes), then run the command again.",
        $"{deploymentName}:{buildId}", inner);

    /// <summary>The deployment has versions.</summary>
    public static StageException DeploymentHasVersions(string deploymentName, IReadOnlyList<string> buildIds) => new(
        "TemporalDeploymentHasVersions", FaultCategory.InvalidOperation,
        $"Worker deployment '{deploymentName}' still has version {Listed([.. buildIds.Take(10)])}.",
        "Remove its versions first (Remove-TemporalWorkerDeploymentVersion).", deploymentName);
}
