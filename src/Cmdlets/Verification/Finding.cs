namespace TemporalLambda.Cmdlets.Verification;

/// <summary>What a check's body says; name and time are added by the run.</summary>
internal sealed record Finding(CheckStatus Status, string Detail, string Recommendation = "", string ErrorId = "")
{
    /// <summary>A test workflow's way; empty for every other check.</summary>
    public IReadOnlyList<WorkflowHop> Hops { get; init; } = [];

    public static Finding Passed(string detail) => new(CheckStatus.Passed, detail);

    public static Finding Skipped(string detail, string recommendation = "") => new(CheckStatus.Skipped, detail, recommendation);

    /// <summary>A service that does not tell, which says nothing about the thing itself.</summary>
    public static Finding Unseen(StageException failure) => Skipped($"It can not be seen: {failure.Message}", failure.Recommendation);

    public static Finding Failed(string errorId, string detail, string recommendation) => new(CheckStatus.Failed, detail, recommendation, errorId);

    public static Finding Warning(string errorId, string detail, string recommendation) => new(CheckStatus.Warning, detail, recommendation, errorId);

    /// <summary>A failure that a library explained. Who may not look at something learns that, and nothing about the thing itself.</summary>
    public static Finding From(StageException failure) => failure.Category == FaultCategory.PermissionDenied
        ? Skipped(failure.Message, failure.Recommendation)
        : Failed(failure.ErrorId, failure.Message, failure.Recommendation);
}
