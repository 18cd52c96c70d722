namespace TemporalLambda.Temporal;

/// <summary>What happens when a gate does not let a rollout go on.</summary>
public enum GateFailureAction
{
    /// <summary>The ramp stays where it is; running the rollout again asks the gate again.</summary>
    Stop,

    /// <summary>The ramp ends, so that all new workflows go to the current version again.</summary>
    Rollback,
}

/// <summary>Says whether a rollout may go on to its next step.</summary>
/// <param name="reached">The routing as it is.</param>
/// <param name="cancellation">Ends the question.</param>
/// <returns>Null where it may, else why not, as the end of a sentence.</returns>
public delegate Task<string?> RolloutGate(RoutingResult reached, CancellationToken cancellation);

/// <summary>A version that gets its traffic step by step.</summary>
/// <param name="Routing">The version, or the workers without one, and the switches that each step has; without a percentage.</param>
/// <param name="Steps">The shares of new workflows, rising; 100 makes the version the current one.</param>
public sealed record WantedRollout(WantedRouting Routing, IReadOnlyList<double> Steps)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    /// <summary>How long a step lasts at least before the next one.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Is asked between two steps; null asks nobody.</summary>
    public RolloutGate? Gate { get; init; }

    /// <summary>Is run on the version before each step, the first one included; null runs none.</summary>
    public GateWorkflow? GateWorkflow { get; init; }

    /// <summary>What happens when a gate says no.</summary>
    public GateFailureAction OnGateFailure { get; init; }

    /// <exception cref="StageException">Names, steps, a pause or a gate that can not be.</exception>
    internal void Check()
    {
        Routing.Check();
        double before = 0;
        foreach (double step in Steps)
        {
            if (!(step > before && step <= 100))
            {
                throw TemporalErrors.RolloutStepsInvalid(Steps);
            }

            before = step;
        }

        if (Steps.Count == 0)
        {
            throw TemporalErrors.RolloutStepsInvalid(Steps);
        }

        // A bare number is ticks to PowerShell: who writes 5 does not mean half a microsecond.
        if (Pause != TimeSpan.Zero && Pause < ShortestPause)
        {
            throw TemporalErrors.RolloutPauseInvalid(Pause);
        }

        if (GateWorkflow is { } workflow && Routing.Unversioned)
        {
            throw TemporalErrors.RolloutGateNeedsVersion(Routing.DeploymentName, workflow.Type);
        }

        GateWorkflow?.Check();
    }
}
