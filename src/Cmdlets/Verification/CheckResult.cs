namespace TemporalLambda;

/// <summary>How a check ended.</summary>
public enum CheckStatus
{
    /// <summary>All is as it must be.</summary>
    Passed,

    /// <summary>It works, but should be changed.</summary>
    Warning,

    /// <summary>This is what keeps the worker from working.</summary>
    Failed,

    /// <summary>It could not be looked at; the detail says why.</summary>
    Skipped,
}

/// <summary>What one check of Test-TemporalLambdaWorker found.</summary>
/// <param name="Name">The check's name.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Detail">What was found, in a sentence.</param>
/// <param name="Recommendation">What to do about it; empty where nothing has to be done.</param>
/// <param name="Duration">How long the check took.</param>
/// <param name="ErrorId">A stable name of what is wrong, for scripts; empty where nothing is.</param>
public sealed record CheckResult(string Name, CheckStatus Status, string Detail, string Recommendation, TimeSpan Duration, string ErrorId)
{
    /// <summary>The times of a workflow's way, of the check Invocation; empty for every other one.</summary>
    public IReadOnlyList<WorkflowHop> Hops { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Status}: {Name}: {Detail}";
}
