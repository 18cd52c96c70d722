using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Roles;

/// <summary>The role that a function without a given one runs as: its name, and what of it is there.</summary>
/// <param name="RoleName">The role's name.</param>
/// <param name="Role">The role, or null.</param>
/// <param name="OwnPolicy">Its inline policy with what the function needs, or null.</param>
internal sealed record ExecutionRoleState(string RoleName, Role? Role, string? OwnPolicy)
{
    /// <summary>Its inline policy with what was given besides, or null; read only where one is given.</summary>
    public string? GivenPolicy { get; init; }

    /// <summary>The managed policies that are attached; read only where some are given.</summary>
    public IReadOnlyList<string> AttachedPolicies { get; init; } = [];
}
