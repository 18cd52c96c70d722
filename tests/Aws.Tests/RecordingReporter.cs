using System.Collections.Concurrent;

namespace TemporalLambda.Aws.Tests;

/// <summary>Keeps what was reported.</summary>
internal sealed class RecordingReporter : IStageReporter
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ConcurrentQueue<StageProgress> Progressed { get; } = new();

    public void Verbose(string message) => Lines.Enqueue("V " + message);

    public void Information(string message) => Lines.Enqueue("I " + message);

    public void Warning(string message) => Lines.Enqueue("W " + message);

    public void Progress(StageProgress progress) => Progressed.Enqueue(progress);
}
