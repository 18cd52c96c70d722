using System.Globalization;

namespace TemporalLambda.Temporal;

/// <summary>The kinds of step that a routing plan has.</summary>
public enum RoutingStep
{
    /// <summary>Make the target current.</summary>
    SetCurrent,

    /// <summary>Give the target a share of new workflows.</summary>
    SetRamp,

    /// <summary>End the ramp of whatever ramps.</summary>
    EndRamp,

    /// <summary>Become the deployment's manager.</summary>
    TakeOver,
}

/// <summary>One step of a routing plan.</summary>
/// <param name="Step">What kind of step it is.</param>
/// <param name="Target">The deployment and version.</param>
/// <param name="Sentence">The step in words.</param>
public sealed record RoutingChange(RoutingStep Step, string Target, string Sentence) : Change(Step.ToString(), Target, Sentence);

/// <summary>What has to happen for the traffic to go where it should. Pure: made from values, changes nothing.</summary>
public sealed record RoutingPlan
{
    private RoutingPlan(WantedRouting wanted, RoutingState found, string? target, params IReadOnlyList<Change> changes)
    {
        Wanted = wanted;
        Found = found;
        TargetBuildId = target;
        Changes = changes;
    }

    /// <summary>Where the traffic should go.</summary>
    public WantedRouting Wanted { get; }

    /// <summary>Where it goes.</summary>
    public RoutingState Found { get; }

    /// <summary>The build id that the plan is about; null for the workers without a version.</summary>
    public string? TargetBuildId { get; }

    /// <summary>The steps in order; empty where all is as wanted.</summary>
    public IReadOnlyList<Change> Changes { get; private init; }

    /// <summary>The routing as it is, with the plan that was not done: what a record shows under -WhatIf.</summary>
    public RoutingResult Expected => RoutingResult.From(TargetBuildId, Found, Changes);

    /// <summary>The plan from what is wanted and what was found.</summary>
    /// <exception cref="StageException">
    /// There is no such version, however many switches are given (the server would make one); or nothing to roll back to.
    /// </exception>
    public static RoutingPlan For(WantedRouting wanted, RoutingState found)
    {
        RoutingPlan plan = ForTraffic(wanted, found);
        return plan.Changes.Count > 0 && wanted.TakeOver && found.ManagerIdentity is { } manager && manager != wanted.Identity
            ? plan with
            {
                Changes =
                [
                    new RoutingChange(RoutingStep.TakeOver, wanted.DeploymentName, $"Take over worker deployment '{wanted.DeploymentName}' from its manager '{manager}'."),
                    .. plan.Changes,
                ],
            }
            : plan;
    }

    private static RoutingPlan ForTraffic(WantedRouting wanted, RoutingState found)
    {
        if (wanted is { VersionIsPlanned: true, BuildId: { } planned })
        {
            found = found.WithVersion(planned);
        }

        if (!found.Exists)
        {
            throw TemporalErrors.DeploymentNotFound(wanted.DeploymentName);
        }

        string deployment = $"worker deployment '{wanted.DeploymentName}'";
        if (wanted.Rollback && found.IsRamping)
        {
            return new(wanted, found, found.CurrentBuildId, new RoutingChange(RoutingStep.EndRamp, wanted.DeploymentName,
                $"End the ramp of {Named(found.RampingBuildId)} at {Percent(found.RampPercentage)}, so that all traffic of {deployment} goes to {Named(found.CurrentBuildId)}."));
        }

        string? target = wanted.Rollback ? found.PreviousBuildId ?? throw TemporalErrors.NothingToRollBackTo(wanted.DeploymentName)
            : wanted.Unversioned ? null : wanted.BuildId;
        if (target is not null && found.Versions.All(version => version.BuildId != target))
        {
            throw TemporalErrors.VersionNotFound(wanted.DeploymentName, target, [.. found.Versions.Select(version => version.BuildId)]);
        }

        bool isCurrent = found.CurrentBuildId == target;
        RoutingChange? change = wanted.RampPercentage is { } percentage
            ? Ramp(percentage)
            : isCurrent ? null : new(RoutingStep.SetCurrent, Label(), $"Make {Named(target)} the current one of {deployment} instead of {Named(found.CurrentBuildId)}.");
        if (change is { Step: not RoutingStep.EndRamp } && target is not null && found.TargetTaskQueues is { Count: 0 } && !wanted.AllowNoPollers)
        {
            throw TemporalErrors.VersionNeverPolled(wanted.DeploymentName, target);
        }

        return change is null ? new(wanted, found, target) : new(wanted, found, target, change);

        RoutingChange? Ramp(double percentage)
        {
            bool ramps = found.IsRamping && found.RampingBuildId == target;
            if (isCurrent)
            {
                throw TemporalErrors.RampOfCurrentVersion(wanted.DeploymentName, target ?? "(unversioned)");
            }

            // A ramp to the workers without a version at 0 % is how the server is told to end any.
            if (target is null && percentage == 0)
            {
                return found.IsRamping
                    ? new(RoutingStep.EndRamp, wanted.DeploymentName, $"End the ramp of {Named(found.RampingBuildId)} of {deployment}.")
                    : null;
            }

            string instead = ramps ? $" instead of {Percent(found.RampPercentage)}"
                : found.IsRamping ? $" instead of {Named(found.RampingBuildId)}" : "";
            return ramps && found.RampPercentage == Math.Round(percentage, 3)
                ? null
                : new(RoutingStep.SetRamp, Label(), $"Send {Percent(percentage)} of new workflows of {deployment} to {Named(target)}{instead}.");
        }

        string Label() => $"{wanted.DeploymentName}:{target ?? "(unversioned)"}";
    }

    /// <summary>The plan that ends whatever ramps.</summary>
    internal static RoutingPlan ForEndOfRamp(WantedRouting wanted, RoutingState found) => new(wanted, found, null, new RoutingChange(
        RoutingStep.EndRamp, wanted.DeploymentName, $"End the ramp of {Named(found.RampingBuildId)} of worker deployment '{wanted.DeploymentName}'."));

    internal static string Named(string? buildId) => buildId is null ? "the workers without a version" : $"version '{buildId}'";

    internal static string Percent(double percentage) => string.Create(CultureInfo.InvariantCulture, $"{percentage:0.###} %");
}
