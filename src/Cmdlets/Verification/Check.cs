namespace TemporalLambda.Cmdlets.Verification;

/// <summary>One thing to look at.</summary>
/// <param name="Name">Its name, as people see and filter it.</param>
/// <param name="Needs">Checks whose findings this one reads: it is skipped unless they passed.</param>
/// <param name="RunAsync">Looks; changes nothing. A <see cref="StageException"/> is a failed check.</param>
internal sealed record Check(string Name, IReadOnlyList<string> Needs, Func<CancellationToken, Task<Finding>> RunAsync)
{
    /// <summary>
    /// Checks whose failure would make this one fail too, so that it is skipped then; but what could not be looked at there does not keep
    /// this one from looking.
    /// </summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>How long it may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);
}
