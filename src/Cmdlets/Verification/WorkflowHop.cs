namespace TemporalLambda;

/// <summary>A step on a test workflow's way.</summary>
/// <param name="Name">
/// <c>started</c>, <c>invoked</c>, <c>first poll</c> and <c>completed</c>: when, after the start. <c>already running</c>, at the start, stands for
/// <c>invoked</c> where an earlier invocation took the workflow. <c>init took</c> and <c>billed</c>: how long. A hop that nobody tells is left out.
/// </param>
/// <param name="Time">The time after the start, or how long it took.</param>
public sealed record WorkflowHop(string Name, TimeSpan Time)
{
    internal const string Billed = "billed";
}
