namespace TemporalLambda.Packaging.Tests.Rig;

/// <summary>Keeps what a stage said.</summary>
public sealed class RecordingReporter : IStageReporter
{
    private readonly Lock _lock = new();
    private readonly List<string> _warnings = [];
    private readonly List<string> _information = [];
    private readonly List<StageProgress> _progress = [];

    public IReadOnlyList<string> Warnings => _warnings;

    public IReadOnlyList<string> InformationLines => _information;

    public IReadOnlyList<StageProgress> ProgressSeen => _progress;

    public void Verbose(string message)
    {
    }

    public void Information(string message) => Keep(_information, message);

    public void Warning(string message) => Keep(_warnings, message);

    public void Progress(StageProgress progress) => Keep(_progress, progress);

    private void Keep<T>(List<T> list, T item)
    {
        lock (_lock)
        {
            list.Add(item);
        }
    }
}
