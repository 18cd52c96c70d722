using System.Collections.Concurrent;

namespace TemporalLambda.Temporal.Tests.Fixtures;

/// <summary>Keeps what was told.</summary>
public sealed class RecordingReporter : IStageReporter
{
    public ConcurrentQueue<string> VerboseLines { get; } = [];

    public ConcurrentQueue<string> Warnings { get; } = [];

    public ConcurrentQueue<StageProgress> Progresses { get; } = [];

    public void Verbose(string message) => VerboseLines.Enqueue(message);

    public void Information(string message)
    {
    }

    public void Warning(string message) => Warnings.Enqueue(message);

    public void Progress(StageProgress progress) => Progresses.Enqueue(progress);
}
