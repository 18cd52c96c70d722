namespace TemporalLambda.Sandbox.Policies;

/// <summary>IAM's wildcards: <c>*</c> stands for any characters, <c>?</c> for one.</summary>
internal static class Wildcard
{
    // arn:partition:service:region:account:resource, where the resource may hold further colons.
    private const int ArnParts = 6;

    /// <summary>Whether the whole text fits the pattern.</summary>
    public static bool Matches(string pattern, string text, bool ignoreCase = false)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || Same(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }
        return p == pattern.Length;
    }

    /// <summary>
    /// The same for ARNs, where a wildcard does not reach over the colons before the resource. A pattern with fewer parts is only
    /// taken when it ends in a wildcard.
    /// </summary>
    public static bool MatchesArn(string pattern, string arn)
    {
        if (pattern == "*")
        {
            return true;
        }
        string[] wanted = pattern.Split(':', ArnParts), parts = arn.Split(':', ArnParts);
        if (wanted.Length < ArnParts)
        {
            return pattern.EndsWith('*') && Matches(pattern, arn);
        }
        return parts.Length == ArnParts && wanted.Zip(parts).All(pair => Matches(pair.First, pair.Second));
    }

    private static bool Same(char a, char b, bool ignoreCase) =>
        a == b || (ignoreCase && char.ToLowerInvariant(a) == char.ToLowerInvariant(b));
}
