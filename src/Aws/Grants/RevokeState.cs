using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Stacks;

namespace TemporalLambda.Aws.Grants;

/// <summary>What there is of a grant that is to go.</summary>
/// <param name="FunctionName">The function.</param>
/// <param name="RoleName">The role.</param>
/// <param name="Role">The role, or null.</param>
/// <param name="Policies">The names of its inline policies.</param>
/// <param name="AttachedPolicies">The managed policies that are attached.</param>
/// <param name="Policy">Its inline policy of the name that this function's has, or null.</param>
internal sealed record RevokeState(
    string FunctionName,
    string RoleName,
    Role? Role,
    IReadOnlyList<string> Policies,
    IReadOnlyList<string> AttachedPolicies,
    string? Policy)
{
    /// <summary>Whether this module created the role, for whichever function.</summary>
    public bool IsOwn => Role?.Tags.ContainsKey(OwnTags.Function) == true;

    /// <summary>The CloudFormation stack that the role is of, which alone may change it, or null.</summary>
    public string? StackName => Role?.Tags.GetValueOrDefault("aws:cloudformation:stack-name") ?? Role?.Tags.GetValueOrDefault(InvokeRoleTemplate.StackTag);

    /// <summary>Reads it, side by side.</summary>
    public static async Task<RevokeState> ReadAsync(IamClient iam, string functionName, string? roleName, CancellationToken cancellationToken)
    {
        roleName ??= Aws.RoleName.ForInvocation(functionName);
        Task<Role?> role = iam.GetRoleAsync(roleName, cancellationToken).OrNull();
        Task<IReadOnlyList<string>?> policies = iam.ListRolePoliciesAsync(roleName, cancellationToken).OrNull();
        Task<IReadOnlyList<string>?> attached = iam.ListAttachedRolePoliciesAsync(roleName, cancellationToken).OrNull();
        Task<string?> policy = iam.GetRolePolicyAsync(roleName, GrantState.PolicyName(functionName), cancellationToken).OrNull();
        await Task.WhenAll(role, policies, attached, policy);
        return new RevokeState(functionName, roleName, await role, await policies ?? [], await attached ?? [], await policy);
    }
}
