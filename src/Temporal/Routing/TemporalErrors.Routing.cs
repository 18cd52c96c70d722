using System.Globalization;

namespace TemporalLambda.Temporal;

/// <content>The routing of Worker Deployments.</content>
public static partial class TemporalErrors
{
    /// <summary>No share.</summary>
    public static StageException RampPercentageInvalid(double percentage) => new(
        "TemporalRampPercentageInvalid", FaultCategory.InvalidArgument,
        string.Create(CultureInfo.InvariantCulture, $"{percentage} is no ramp percentage."), "Give -RampPercentage a number from 0 to 100.", percentage);

    /// <summary>Switches that exclude each other.</summary>
    public static StageException RoutingTargetAmbiguous(string name) => new(
        "TemporalRoutingTargetAmbiguous", FaultCategory.InvalidArgument, $"-{name} goes with no other target.",
        $"Give either -{name} or -Unversioned, -BuildId or -RampPercentage.", name);

    /// <summary>The deployment does not exist.</summary>
    public static StageException DeploymentNotFound(string deploymentName) => new(
        "TemporalDeploymentNotFound", FaultCategory.ObjectNotFound, $"There is no worker deployment '{deploymentName}'.",
        "Create it with its version first (New-TemporalWorkerDeploymentVersion), or correct -DeploymentName.", deploymentName);

    /// <summary>The version does not exist; routing to it would make one without a provider.</summary>
    public static StageException VersionNotFound(string deploymentName, string buildId, IReadOnlyList<string> existing, Exception? inner = null) => new(
        "TemporalVersionNotFound", FaultCategory.ObjectNotFound,
        $"Worker deployment '{deploymentName}' has no version '{buildId}'{(existing.Count == 0 ? "" : $"; it has {Listed([.. existing.Take(10)])}")}.",
        "Create the version first (New-TemporalWorkerDeploymentVersion), or correct -BuildId.", $"{deploymentName}:{buildId}", inner);

    /// <summary>The deployment has no version yet.</summary>
    public static StageException DeploymentEmpty(string deploymentName) => new(
        "TemporalDeploymentEmpty", FaultCategory.ObjectNotFound, $"Worker deployment '{deploymentName}' has no version.",
        "Create one (New-TemporalWorkerDeploymentVersion).", deploymentName);

    /// <summary>There was no version before.</summary>
    public static StageException NothingToRollBackTo(string deploymentName) => new(
        "TemporalNothingToRollBackTo", FaultCategory.InvalidOperation,
        $"No other version of worker deployment '{deploymentName}' was ever current, so there is none to roll back to.",
        "Name the version to route to by -BuildId, or route to no version by -Unversioned.", deploymentName);

    /// <summary>No worker of the version has ever polled.</summary>
    public static StageException VersionNeverPolled(string deploymentName, string buildId) => new(
        "TemporalVersionNeverPolled", FaultCategory.InvalidOperation,
        $"No worker of version '{buildId}' of worker deployment '{deploymentName}' has ever polled, so nobody would do its work.",
        "Run New-TemporalWorkerDeploymentVersion again, which waits for the worker and says why it does not come, or give -AllowNoPollers.",
        $"{deploymentName}:{buildId}");

    /// <summary>The current version can not ramp.</summary>
    public static StageException RampOfCurrentVersion(string deploymentName, string buildId) => new(
        "TemporalRampOfCurrentVersion", FaultCategory.InvalidOperation,
        $"Version '{buildId}' of worker deployment '{deploymentName}' is current already, so it can not ramp.",
        "Leave -RampPercentage out, or ramp another version.", $"{deploymentName}:{buildId}");

    /// <summary>Somebody else changed the routing in between.</summary>
    public static StageException RoutingConflict(string deploymentName, Exception? inner) => new(
        "TemporalRoutingConflict", FaultCategory.ResourceBusy,
        $"Somebody else changed the routing of worker deployment '{deploymentName}' at the same moment; nothing was changed here.",
        "Look at the deployment's current version, then run the command again if it is still wanted.", deploymentName, inner);

    /// <summary>Another manager has the deployment.</summary>
    public static StageException ManagedByOther(string deploymentName, string reason, Exception? inner) => new(
        "TemporalManagedByOther", FaultCategory.PermissionDenied,
        $"Worker deployment '{deploymentName}' is managed by somebody else: {Bare(reason)}.",
        "Have the manager change the routing, or give -TakeOver to become its manager.", deploymentName, inner);

    /// <summary>Task queues of the current version that the target lacks.</summary>
    public static StageException TaskQueuesMissing(string deploymentName, string buildId, IReadOnlyList<string> missing, Exception? inner) => new(
        "TemporalTaskQueuesMissing", FaultCategory.InvalidOperation,
        $"Version '{buildId}' of worker deployment '{deploymentName}' has no worker on task queue {(missing.Count == 0 ? "of the current version" : Listed(missing))}, on which work waits.",
        "Add the task queues to the worker, or give -IgnoreMissingTaskQueues if their work has moved elsewhere.", $"{deploymentName}:{buildId}", inner);
}
