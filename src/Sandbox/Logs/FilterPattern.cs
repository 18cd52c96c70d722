using System.Text;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Logs;

/// <summary>CloudWatch's patterns of terms: all plain ones, one of those with ?, none of those with -.</summary>
internal sealed class FilterPattern
{
    private readonly List<string> _all = [];
    private readonly List<string> _any = [];
    private readonly List<string> _none = [];

    /// <summary>Reads a pattern; an empty one fits everything.</summary>
    /// <exception cref="AwsException">InvalidParameterException: it is ill-formed, or of a kind that is not played.</exception>
    public FilterPattern(string? pattern)
    {
        string text = pattern?.Trim() ?? "";
        if (text.StartsWith('{') || text.StartsWith('[') || text.StartsWith('%'))
        {
            throw Invalid("This sandbox plays patterns of terms only, neither JSON, columns nor regular expressions.");
        }
        for (int at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var kind = text[at] switch { '?' => _any, '-' => _none, _ => _all };
            kind.Add(Term(text, ref at, skip: kind == _all ? 0 : 1));
        }
    }

    /// <summary>Whether a message fits. As in CloudWatch the case counts.</summary>
    public bool Matches(string message)
    {
        bool Has(string term) => message.Contains(term, StringComparison.Ordinal);
        // With plain terms beside them, optional ones decide nothing.
        return _all.TrueForAll(Has) && !_none.Exists(Has) && (_all.Count > 0 || _any.Count == 0 || _any.Exists(Has));
    }

    private static string Term(string text, ref int at, int skip)
    {
        at += skip;
        var term = new StringBuilder();
        if (at < text.Length && text[at] == '"')
        {
            for (at++; at < text.Length && text[at] != '"'; at++)
            {
                if (text[at] == '\\' && at + 1 < text.Length)
                {
                    at++;
                }
                term.Append(text[at]);
            }
            return at++ < text.Length ? term.ToString() : throw Invalid("Invalid filter pattern");
        }
        for (; at < text.Length && !char.IsWhiteSpace(text[at]); at++)
        {
            // Everything else has to be quoted.
            term.Append(char.IsLetterOrDigit(text[at]) || text[at] == '_' ? text[at] : throw Invalid("Invalid filter pattern"));
        }
        return term.Length > 0 ? term.ToString() : throw Invalid("Invalid filter pattern");
    }

    private static AwsException Invalid(string message) => new(400, "InvalidParameterException", message);
}
