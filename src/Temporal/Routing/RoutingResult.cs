namespace TemporalLambda.Temporal;

/// <summary>A deployment's routing as it is after its plan was done.</summary>
/// <param name="BuildId">The build id that the plan was about; null for the workers without a version.</param>
/// <param name="IsCurrent">It is the current one.</param>
/// <param name="RampPercentage">Its share of new workflows while it ramps; else null.</param>
/// <param name="PreviousBuildId">The version that was current before the current one.</param>
/// <param name="Status">The version's status; null for the workers without a version.</param>
/// <param name="Changes">What was changed.</param>
public sealed record RoutingResult(
    string? BuildId, bool IsCurrent, double? RampPercentage, string? PreviousBuildId, string? Status, IReadOnlyList<Change> Changes)
{
    internal static RoutingResult From(string? target, RoutingState state, IReadOnlyList<Change> changes)
    {
        bool isCurrent = state.CurrentBuildId == target;
        bool ramps = state.IsRamping && state.RampingBuildId == target && !isCurrent;
        string? status = state.Versions.FirstOrDefault(version => version.BuildId == target)?.Status;
        return new(target, isCurrent, ramps ? state.RampPercentage : null, state.PreviousBuildId, status, changes);
    }
}
