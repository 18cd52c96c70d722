using TemporalLambda.Sandbox.Policies;

namespace TemporalLambda.Sandbox.Identity;

/// <summary>Whose key signed a request: the sandbox's own user, or a session of a role.</summary>
/// <param name="Arn">The user's or the session's (assumed-role) ARN.</param>
/// <param name="UserId">AIDA..., or AROA...:session.</param>
/// <param name="RoleName">The role of a session; null for the user, who is administrator.</param>
/// <param name="SessionPolicies">What AssumeRole was given to narrow the session down.</param>
internal sealed record Caller(string Arn, string UserId, string? RoleName = null, IReadOnlyList<PolicyDocument>? SessionPolicies = null)
{
    /// <summary>The user: everything is allowed.</summary>
    public bool IsAdministrator => RoleName is null;
}
