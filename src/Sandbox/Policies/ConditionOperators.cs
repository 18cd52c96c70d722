using System.Globalization;
using System.Net;

namespace TemporalLambda.Sandbox.Policies;

/// <summary>IAM's condition operators: how one value of a request is compared with one of a policy.</summary>
internal static class ConditionOperators
{
    private static readonly Dictionary<string, (Func<string, string, bool> Holds, bool Negated)> Known = Build();

    /// <summary>Whether IAM knows the operator, with or without prefix and IfExists.</summary>
    public static bool IsKnown(string name)
    {
        var parsed = Parse(name);
        return parsed.Base == "Null" ? !parsed.IfExists : Known.ContainsKey(parsed.Base);
    }

    /// <summary>Whether the condition holds for the key's values in the request (null: the key is not there); null: an unknown operator.</summary>
    public static bool? Holds(PolicyCondition condition, IReadOnlyList<string>? actual)
    {
        if (!IsKnown(condition.Operator))
        {
            return null;
        }
        var parsed = Parse(condition.Operator);
        bool missing = actual is null || actual.Count == 0;
        if (parsed.Base == "Null")
        {
            return condition.Values.Any(value => string.Equals(value, missing ? "true" : "false", StringComparison.OrdinalIgnoreCase));
        }
        var (holds, negated) = Known[parsed.Base];
        if (missing)
        {
            // A negated comparison with nothing is true, and so is "all of none"; IfExists asks only of what is there.
            return parsed.IfExists || parsed.ForAll || (negated && !parsed.ForAny);
        }
        bool One(string value) => condition.Values.Any(wanted => holds(value, wanted)) != negated;
        return parsed.ForAll || (negated && !parsed.ForAny) ? actual!.All(One) : actual!.Any(One);
    }

    private static (string Base, bool IfExists, bool ForAll, bool ForAny) Parse(string name)
    {
        bool all = name.StartsWith("ForAllValues:", StringComparison.Ordinal);
        bool any = name.StartsWith("ForAnyValue:", StringComparison.Ordinal);
        string rest = all || any ? name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..] : name;
        bool ifExists = rest.EndsWith("IfExists", StringComparison.Ordinal);
        return (ifExists ? rest[..^"IfExists".Length] : rest, ifExists, all, any);
    }

    private static Dictionary<string, (Func<string, string, bool>, bool)> Build()
    {
        var known = new Dictionary<string, (Func<string, string, bool>, bool)>(StringComparer.Ordinal);
        void Pair(string positive, string negative, Func<string, string, bool> holds)
        {
            known[positive] = (holds, false);
            known[negative] = (holds, true);
        }
        void Ordered(string kind, Func<string, string, int?> compare)
        {
            Pair(kind + "Equals", kind + "NotEquals", (a, b) => compare(a, b) == 0);
            known[kind + "LessThan"] = ((a, b) => compare(a, b) < 0, false);
            known[kind + "LessThanEquals"] = ((a, b) => compare(a, b) <= 0, false);
            known[kind + "GreaterThan"] = ((a, b) => compare(a, b) > 0, false);
            known[kind + "GreaterThanEquals"] = ((a, b) => compare(a, b) >= 0, false);
        }
        Pair("StringEquals", "StringNotEquals", (actual, wanted) => actual == wanted);
        Pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
            (actual, wanted) => string.Equals(actual, wanted, StringComparison.OrdinalIgnoreCase));
        Pair("StringLike", "StringNotLike", (actual, wanted) => Wildcard.Matches(wanted, actual));
        Pair("ArnEquals", "ArnNotEquals", (actual, wanted) => Wildcard.MatchesArn(wanted, actual));
        Pair("ArnLike", "ArnNotLike", (actual, wanted) => Wildcard.MatchesArn(wanted, actual));
        Pair("IpAddress", "NotIpAddress", InNetwork);
        Ordered("Numeric", CompareNumbers);
        Ordered("Date", CompareDates);
        known["Bool"] = ((actual, wanted) => string.Equals(actual, wanted, StringComparison.OrdinalIgnoreCase), false);
        known["BinaryEquals"] = ((actual, wanted) => actual == wanted, false);
        return known;
    }

    private static int? CompareNumbers(string a, string b) =>
        decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal x)
        && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal y) ? x.CompareTo(y) : null;

    private static int? CompareDates(string a, string b) =>
        Date(a) is { } x && Date(b) is { } y ? x.CompareTo(y) : null;

    private static DateTimeOffset? Date(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long epoch) ? DateTimeOffset.FromUnixTimeSeconds(epoch)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date
        : null;

    private static bool InNetwork(string actual, string wanted) =>
        IPAddress.TryParse(actual, out var address)
        && (IPNetwork.TryParse(wanted, out var network) ? network.Contains(address)
            : IPAddress.TryParse(wanted, out var single) && single.Equals(address));
}
