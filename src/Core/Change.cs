namespace TemporalLambda;

/// <summary>One step of a stage's plan: what will be different, as people read it.</summary>
/// <param name="Action">What kind of step it is; a stage defines its own, for example <c>CreateFunction</c>.</param>
/// <param name="Target">What the step changes: a function, role, deployment or file.</param>
/// <param name="Sentence">The step in words, as -WhatIf prints it; it starts with a verb and ends with a period.</param>
public record Change(string Action, string Target, string Sentence)
{
    /// <summary>The sentence, so that a list of changes reads as text.</summary>
    public sealed override string ToString() => Sentence;
}
