namespace TemporalLambda;

/// <summary>A step on a test workflow's way.</summary>
/// <param name="Name">
/// <c>started</c>, <c>invoked</c>, <c>first poll</c> and <c>completed</c>: when, after the start and below zero where the invocation ran
/// already; <c>init took</c> and <c>billed</c>: how long. A hop that nobody tells is left out.
/// </param>
/// <param name="Time">The time after the start, or how long it took.</param>
public sealed record WorkflowHop(string Name, TimeSpan Time)
{
    internal const string Billed = "billed";
}
