using System.Text.RegularExpressions;

namespace TemporalLambda.Sandbox.Policies;

/// <summary>IAM's evaluation of identity policies: an explicit deny wins, then an allow is needed. What is not understood never allows.</summary>
internal static partial class PolicyEvaluator
{
    /// <summary>What the policies together say.</summary>
    public static Decision Evaluate(IEnumerable<PolicyDocument> policies, AuthorizationRequest request)
    {
        var decision = Decision.ImplicitDeny;
        foreach (var statement in policies.SelectMany(policy => policy.Statements))
        {
            if (!Applies(statement, request))
            {
                continue;
            }
            if (statement.IsDeny)
            {
                return Decision.ExplicitDeny;
            }
            decision = Decision.Allow;
        }
        return decision;
    }

    /// <summary>Whether the statement speaks of the request, whoever it is from.</summary>
    public static bool Applies(PolicyStatement statement, AuthorizationRequest request) =>
        Matches(statement.Actions, pattern => Wildcard.Matches(pattern, request.Action, ignoreCase: true))
        && (statement.Resources is null || MatchesResource(statement.Resources, statement.IsDeny, request.Context, request.Resource))
        && statement.Conditions.All(condition => Holds(condition, statement.IsDeny, request.Context));

    private static bool Matches(PatternSet set, Func<string, bool> one) => set.Patterns.Any(one) != set.Negated;

    private static bool MatchesResource(PatternSet set, bool isDeny, IReadOnlyDictionary<string, string[]> context, string resource)
    {
        var patterns = set.Patterns.Select(pattern => Substitute(pattern, context)).ToList();
        if (set.Negated && patterns.Contains(null))
        {
            return isDeny;
        }
        return patterns.Exists(pattern => pattern is not null && Wildcard.MatchesArn(pattern, resource)) != set.Negated;
    }

    // What is not understood (an operator, a variable without a value) neither makes an allow hold nor saves from a deny.
    private static bool Holds(PolicyCondition condition, bool isDeny, IReadOnlyDictionary<string, string[]> context)
    {
        var values = condition.Values.Select(value => Substitute(value, context)).OfType<string>().ToList();
        return values.Count != condition.Values.Count
            ? isDeny
            : ConditionOperators.Holds(condition with { Values = values }, context.GetValueOrDefault(condition.Key)) ?? isDeny;
    }

    private static string? Substitute(string pattern, IReadOnlyDictionary<string, string[]> context)
    {
        if (!pattern.Contains("${", StringComparison.Ordinal))
        {
            return pattern;
        }
        bool unknown = false;
        string result = Variable().Replace(pattern, match =>
        {
            string key = match.Groups[1].Value;
            if (key is "*" or "?" or "$")
            {
                return key;
            }
            if (context.TryGetValue(key, out string[]? values) && values.Length == 1)
            {
                return values[0];
            }
            unknown = true;
            return "";
        });
        return unknown ? null : result;
    }

    [GeneratedRegex(@"\$\{([^}]*)\}")]
    private static partial Regex Variable();
}
