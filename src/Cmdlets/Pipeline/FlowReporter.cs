namespace TemporalLambda.Cmdlets.Pipeline;

/// <summary>
/// Hands what a connection reports to the cmdlet that is using it at the moment: connections outlive a cmdlet, so that one serves a whole
/// pipeline, and two cmdlets of a pipeline may use it at once.
/// </summary>
internal sealed class FlowReporter : IStageReporter
{
    public static readonly IStageReporter Instance = new FlowReporter();

    private static readonly AsyncLocal<IStageReporter?> User = new();

    private FlowReporter()
    {
    }

    private static IStageReporter Current => User.Value ?? SilentReporter.Instance;

    /// <summary>From here on, everything that this flow of work calls reports to <paramref name="reporter"/>.</summary>
    public static void Use(IStageReporter reporter) => User.Value = reporter;

    public void Verbose(string message) => Current.Verbose(message);

    public void Information(string message) => Current.Information(message);

    public void Warning(string message) => Current.Warning(message);

    public void Progress(StageProgress progress) => Current.Progress(progress);
}
