namespace TemporalLambda.Sandbox.Wire;

/// <summary>Reads <c>name=value&amp;...</c> of queries and forms.</summary>
internal static class FormPairs
{
    /// <summary>The decoded pairs in order; a name alone has an empty value.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Parse(string text, bool plusIsSpace)
    {
        foreach (string pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equal = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equal < 0 ? pair : pair[..equal];
            string value = equal < 0 ? "" : pair[(equal + 1)..];
            yield return new(Decode(name, plusIsSpace), Decode(value, plusIsSpace));
        }
    }

    private static string Decode(string text, bool plusIsSpace) =>
        Uri.UnescapeDataString(plusIsSpace ? text.Replace('+', ' ') : text);
}
