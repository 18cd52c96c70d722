using TemporalLambda.Sandbox.Policies;

namespace TemporalLambda.Sandbox.Identity;

/// <summary>Whose key signed a request: one of the sandbox's users, or a session of a role.</summary>
/// <param name="Arn">The user's or the session's (assumed-role) ARN.</param>
/// <param name="UserId">AIDA..., or AROA...:session.</param>
/// <param name="RoleName">The role of a session; null for a user.</param>
/// <param name="SessionPolicies">What AssumeRole was given to narrow the session down.</param>
internal sealed record Caller(string Arn, string UserId, string? RoleName = null, IReadOnlyList<PolicyDocument>? SessionPolicies = null)
{
    /// <summary>The sandbox's own user: everything is allowed. Another user has no policy.</summary>
    public bool IsAdministrator { get; init; }
}
