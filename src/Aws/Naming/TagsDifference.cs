namespace TemporalLambda.Aws;

/// <summary>What it takes from the tags that are there to those that are wanted; what is not named stays.</summary>
/// <param name="Set">To add, or to give another value.</param>
/// <param name="Removed">To remove.</param>
internal sealed record TagsDifference(IReadOnlyDictionary<string, string> Set, IReadOnlyList<string> Removed)
{
    /// <summary>Nothing differs.</summary>
    public static readonly TagsDifference None = new(new Dictionary<string, string>(), []);

    /// <summary>The difference. A wanted value of null removes.</summary>
    public static TagsDifference Between(IReadOnlyDictionary<string, string> found, IReadOnlyDictionary<string, string?> wanted) => new(
        wanted.Where(tag => tag.Value is not null && found.GetValueOrDefault(tag.Key) != tag.Value)
            .OrderBy(tag => tag.Key, StringComparer.Ordinal).ToDictionary(tag => tag.Key, tag => tag.Value!),
        [.. wanted.Where(tag => tag.Value is null && found.ContainsKey(tag.Key)).Select(tag => tag.Key).Order(StringComparer.Ordinal)]);

    /// <summary>The tags of something new: its own, and those that were given.</summary>
    public static IReadOnlyDictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> own, IReadOnlyDictionary<string, string?> given)
    {
        Dictionary<string, string> merged = new(own);
        foreach ((string name, string? value) in given)
        {
            if (value is not null)
            {
                merged[name] = value;
            }
        }

        return merged;
    }
}
