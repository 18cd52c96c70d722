namespace TemporalLambda;

/// <summary>
/// A failure that a person can act on. It is made only in a library's error catalog (<c>…Errors</c> classes), so that every failure has
/// an id, a kind, the thing it is about and a way out; a cmdlet turns it into an error record without adding words.
/// </summary>
/// <param name="errorId">Stable and unique, in Pascal case; scripts may compare it.</param>
/// <param name="category">The kind of failure.</param>
/// <param name="message">What happened, naming the input; a sentence that ends with a period. Never holds a secret.</param>
/// <param name="recommendation">What to do next; starts with a verb and ends with a period.</param>
/// <param name="target">The object or name the failure is about.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class StageException(
    string errorId, FaultCategory category, string message, string recommendation, object? target = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Stable and unique, in Pascal case.</summary>
    public string ErrorId { get; } = errorId;

    /// <summary>The kind of failure.</summary>
    public FaultCategory Category { get; } = category;

    /// <summary>What to do next.</summary>
    public string Recommendation { get; } = recommendation;

    /// <summary>The object or name the failure is about.</summary>
    public object? Target { get; } = target;
}
