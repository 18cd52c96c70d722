using System.Globalization;

namespace TemporalLambda.Temporal;

/// <content>Rollouts in steps.</content>
public static partial class TemporalErrors
{
    /// <summary>Steps that do not rise.</summary>
    public static StageException RolloutStepsInvalid(IReadOnlyList<double>? steps) => new(
        "TemporalRolloutStepsInvalid", FaultCategory.InvalidArgument,
        $"The steps {string.Join(", ", (steps ?? []).Select(step => step.ToString(CultureInfo.InvariantCulture)))} do not rise from above 0 to 100 at most.",
        "Give -Step shares of new workflows that rise, for example 1,10,50,100.", steps);

    /// <summary>A pause that nobody means.</summary>
    public static StageException RolloutPauseInvalid(TimeSpan pause) => new(
        "TemporalRolloutPauseInvalid", FaultCategory.InvalidArgument,
        string.Create(CultureInfo.InvariantCulture, $"A pause of {pause.TotalMilliseconds} ms between two steps is none."),
        "Write -Pause as hours, minutes and seconds, for example 00:05:00; a bare number is not seconds.", pause);

    /// <summary>A gate workflow without a version to run on.</summary>
    public static StageException RolloutGateNeedsVersion(string deploymentName, string workflowType) => new(
        "TemporalRolloutGateNeedsVersion", FaultCategory.InvalidArgument,
        $"Workflow {workflowType} can not be the gate of a rollout of worker deployment '{deploymentName}' to the workers without a version: there is none to pin it to.",
        "Leave -GateWorkflowType out, and give -Gate a script block instead.", deploymentName);

    /// <summary>A gate said no.</summary>
    /// <param name="deploymentName">The Worker Deployment's name.</param>
    /// <param name="buildId">The version; null for the workers without one.</param>
    /// <param name="percentage">The step that it is the gate of.</param>
    /// <param name="reason">Why.</param>
    /// <param name="left">The share that the version has now.</param>
    public static StageException RolloutGateFailed(string deploymentName, string? buildId, double percentage, string reason, double left) => new(
        "TemporalRolloutGateFailed", FaultCategory.InvalidResult,
        string.Create(CultureInfo.InvariantCulture, $"The gate before {percentage:0.###} % did not let {RoutingPlan.Named(buildId)} of worker deployment '{deploymentName}' go on, to which {left:0.###} % of new workflows go now: {Bare(reason)}."),
        "Correct the worker and roll out its new version; or run the command again, which asks the gate again. -Rollback ends a ramp.", $"{deploymentName}:{buildId ?? "(unversioned)"}");

    /// <summary>Somebody else routes the deployment.</summary>
    public static StageException RolloutOvertaken(string deploymentName, string? buildId, string routing, Exception? inner) => new(
        "TemporalRolloutOvertaken", FaultCategory.ResourceBusy,
        $"Somebody else changed the routing of worker deployment '{deploymentName}' during the rollout of {RoutingPlan.Named(buildId)}, which stops here: now {Bare(routing)}.",
        "Look who routes it (Get-TemporalWorkerDeployment tells its last modifier), then run the command again if the rollout is still wanted.",
        $"{deploymentName}:{buildId ?? "(unversioned)"}", inner);
}
