namespace TemporalLambda;

/// <summary>A worker that is gone from AWS: what Remove-TemporalLambdaWorker emits. Changes is what was removed.</summary>
public sealed class RemovedWorker : PackagedWorker
{
    /// <summary>What stays, and why.</summary>
    public IReadOnlyList<string> Kept { get; set; } = [];
}
