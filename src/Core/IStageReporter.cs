namespace TemporalLambda;

/// <summary>Where a stage tells what it does. Safe to call from any thread. Secrets never go here.</summary>
public interface IStageReporter
{
    /// <summary>One line for each remote call and each decision worth knowing.</summary>
    void Verbose(string message);

    /// <summary>A milestone, or the result of one.</summary>
    void Information(string message);

    /// <summary>Something that works, but that the user should change.</summary>
    void Warning(string message);

    /// <summary>What a wait waits for now. Report <see cref="StageProgress.Completed"/> at its end, whatever the outcome.</summary>
    void Progress(StageProgress progress);
}

/// <summary>The state of a wait or of long work.</summary>
/// <param name="Activity">What is going on; it also identifies the bar.</param>
/// <param name="Status">What it waits for at the moment.</param>
/// <param name="PercentComplete">0 to 100, or -1 where it can not be known.</param>
/// <param name="Completed">The activity is over and its bar goes away.</param>
public sealed record StageProgress(string Activity, string Status, int PercentComplete = -1, bool Completed = false);

/// <summary>A reporter that nobody listens to.</summary>
public sealed class SilentReporter : IStageReporter
{
    /// <summary>The only one needed.</summary>
    public static readonly IStageReporter Instance = new SilentReporter();

    private SilentReporter()
    {
    }

    /// <inheritdoc/>
    public void Verbose(string message)
    {
    }

    /// <inheritdoc/>
    public void Information(string message)
    {
    }

    /// <inheritdoc/>
    public void Warning(string message)
    {
    }

    /// <inheritdoc/>
    public void Progress(StageProgress progress)
    {
    }
}
