namespace TemporalLambda.Temporal;

/// <summary>Every failure of the Temporal side, and the way out of it; by folder. No message holds an API key.</summary>
public static partial class TemporalErrors
{
    /// <summary>Any other refusal of a call.</summary>
    public static StageException CallRefused(string what, string target, string reason, Exception? inner) => new(
        "TemporalCallRefused", FaultCategory.InvalidOperation, $"Temporal refused '{what}' for '{target}': {Bare(reason)}.",
        "Correct what the message names, then run the command again.", target, inner);

    private static string Bare(string text) => text.Trim().TrimEnd('.');
}
