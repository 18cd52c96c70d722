using System.Globalization;

namespace TemporalLambda.Temporal;

/// <summary>One step of a rollout that is still to be done.</summary>
/// <param name="Percentage">The share of new workflows that it brings; 100 makes the version current.</param>
/// <param name="Wanted">The step's routing.</param>
/// <param name="Pause">How long the step before is still to last.</param>
/// <param name="Changes">What it comes to: the wait and the gate before it, then the routing.</param>
public sealed record RolloutStep(double Percentage, WantedRouting Wanted, TimeSpan Pause, IReadOnlyList<Change> Changes)
{
    /// <summary>Nothing is waited for before it.</summary>
    internal bool IsImmediate => Changes[0] is RoutingChange;
}

/// <summary>
/// What is left of a rollout: the steps above the share that the version has already, so that one that was interrupted goes on where it was.
/// Pure: made from values, changes nothing.
/// </summary>
public sealed record RolloutPlan
{
    private RolloutPlan(WantedRollout wanted, RoutingState found, IReadOnlyList<RolloutStep> steps)
    {
        Wanted = wanted;
        Found = found;
        Steps = steps;
    }

    /// <summary>The rollout.</summary>
    public WantedRollout Wanted { get; }

    /// <summary>Where the traffic goes.</summary>
    public RoutingState Found { get; }

    /// <summary>The steps that are left; empty where the rollout is over.</summary>
    public IReadOnlyList<RolloutStep> Steps { get; }

    /// <summary>All that is left to do, in order.</summary>
    public IReadOnlyList<Change> Changes => [.. Steps.SelectMany(step => step.Changes)];

    /// <summary>The routing as it is, with the plan that was not done: what a record shows under -WhatIf.</summary>
    public RoutingResult Expected => RoutingResult.From(BuildId, Found, Changes);

    /// <summary>The version's build id; null for the workers without a version.</summary>
    internal string? BuildId => Wanted.Routing.BuildId;

    /// <summary>The plan from what is wanted and what was found.</summary>
    /// <param name="wanted">The rollout.</param>
    /// <param name="found">The routing.</param>
    /// <param name="now">The time, for what is left of a pause.</param>
    /// <exception cref="StageException">There is no such version, or its worker has never polled.</exception>
    public static RolloutPlan For(WantedRollout wanted, RoutingState found, DateTimeOffset now)
    {
        string? buildId = wanted.Routing.BuildId;
        RoutingState state = found;
        List<RolloutStep> steps = [];
        double? ramp = Ramp(state);
        foreach (double percentage in wanted.Steps.Where(step => !(step <= ramp)))
        {
            WantedRouting routing = wanted.Routing with { RampPercentage = percentage == 100 ? null : percentage };
            if (percentage < 100 && state.Exists && state.CurrentBuildId == buildId)
            {
                // Nothing is above all.
                continue;
            }

            RoutingPlan plan = RoutingPlan.For(routing, state);
            if (plan.Changes.Count == 0)
            {
                continue;
            }

            // A step that an earlier run made has lasted for some time.
            TimeSpan pause = ramp is null ? TimeSpan.Zero : steps.Count == 0 ? Left(wanted.Pause, found, now) : wanted.Pause;
            string target = $"{routing.DeploymentName}:{buildId ?? "(unversioned)"}";
            steps.Add(new(percentage, routing, pause, [.. Before(wanted, target, percentage, pause, ramp), .. plan.Changes]));
            state = plan.Found.After(percentage == 100 ? RoutingStep.SetCurrent : RoutingStep.SetRamp, buildId, percentage)
                with { ManagerIdentity = routing.TakeOver ? routing.Identity : state.ManagerIdentity };
            ramp = percentage;
        }

        return new(wanted, found, steps);

        double? Ramp(RoutingState at) => at.IsRamping && at.RampingBuildId == buildId ? at.RampPercentage : null;
    }

    private static TimeSpan Left(TimeSpan pause, RoutingState found, DateTimeOffset now)
    {
        TimeSpan left = found.TargetRoutedTime is { } routed ? pause - (now - routed) : pause;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > pause ? pause : left;
    }

    private static IEnumerable<Change> Before(WantedRollout wanted, string target, double percentage, TimeSpan pause, double? ramp)
    {
        if (pause > TimeSpan.Zero)
        {
            yield return new("Pause", target, string.Create(CultureInfo.InvariantCulture, $"Stay at {ramp:0.###} % for {pause:hh\\:mm\\:ss}."));
        }

        if (wanted.GateWorkflow is { } workflow)
        {
            yield return new("PassGate", target, string.Create(
                CultureInfo.InvariantCulture, $"Have workflow {workflow.Type} complete on version '{wanted.Routing.BuildId}' before {percentage:0.###} %."));
        }

        if (wanted.Gate is not null && ramp is not null)
        {
            yield return new("PassGate", target, string.Create(CultureInfo.InvariantCulture, $"Pass the gate before {percentage:0.###} %."));
        }
    }
}
