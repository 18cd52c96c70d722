namespace TemporalLambda.Sandbox.Policies;

/// <summary>A policy as the evaluator reads it; <see cref="PolicyParser"/> makes it from JSON.</summary>
internal sealed record PolicyDocument(IReadOnlyList<PolicyStatement> Statements);

/// <summary>One statement. Resources is null in a trust policy, Principals is null in an identity's.</summary>
internal sealed record PolicyStatement(
    bool IsDeny,
    PatternSet Actions,
    PatternSet? Resources,
    PrincipalSet? Principals,
    IReadOnlyList<PolicyCondition> Conditions);

/// <summary>Patterns with wildcards; negated for NotAction and NotResource.</summary>
internal sealed record PatternSet(IReadOnlyList<string> Patterns, bool Negated = false);

/// <summary>Whom a statement is about: AWS identities and services; "*" is an AWS principal.</summary>
internal sealed record PrincipalSet(IReadOnlyList<string> Aws, IReadOnlyList<string> Services);

/// <summary>One operator on one key with its values, any of which may hold.</summary>
internal sealed record PolicyCondition(string Operator, string Key, IReadOnlyList<string> Values);

/// <summary>What is asked: may this action be done to this resource, in these circumstances?</summary>
/// <param name="Action">With its service, as <c>lambda:InvokeFunction</c>.</param>
/// <param name="Resource">An ARN, or <c>*</c> for actions on none.</param>
/// <param name="Context">Condition keys, in any case, and their values.</param>
internal sealed record AuthorizationRequest(string Action, string Resource, IReadOnlyDictionary<string, string[]> Context);

/// <summary>What policies say of a request.</summary>
internal enum Decision
{
    /// <summary>No statement applies.</summary>
    ImplicitDeny,

    /// <summary>Allowed by one statement and denied by none.</summary>
    Allow,

    /// <summary>Denied by a statement, whatever others allow.</summary>
    ExplicitDeny,
}
