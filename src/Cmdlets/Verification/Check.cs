namespace TemporalLambda.Cmdlets.Verification;

/// <summary>One thing to look at.</summary>
/// <param name="Name">Its name, as people see and filter it.</param>
/// <param name="Needs">Checks without whose success this one has no ground.</param>
/// <param name="RunAsync">Looks; changes nothing. A <see cref="StageException"/> is a failed check.</param>
internal sealed record Check(string Name, IReadOnlyList<string> Needs, Func<CancellationToken, Task<Finding>> RunAsync);
