using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Roles;

/// <summary>Reads and makes a function's execution role.</summary>
internal sealed class ExecutionRole(IamClient iam, IStageReporter reporter, TimeProvider time)
{
    /// <summary>What of the role is there.</summary>
    public async Task<ExecutionRoleState> ReadAsync(string functionName, ExecutionRoleOptions options, CancellationToken cancellationToken)
    {
        string roleName = RoleName.ForExecution(functionName);
        Task<Role?> role = iam.GetRoleAsync(roleName, cancellationToken).OrNull();
        Task<string?> policy = iam.GetRolePolicyAsync(roleName, ExecutionRolePlan.OwnPolicyName, cancellationToken).OrNull();
        Task<string?> given = options.PolicyDocument is null
            ? Task.FromResult<string?>(null)
            : iam.GetRolePolicyAsync(roleName, ExecutionRolePlan.GivenPolicyName, cancellationToken).OrNull();
        Task<IReadOnlyList<string>?> attached = options.PolicyArns.Count == 0
            ? Task.FromResult<IReadOnlyList<string>?>(null)
            : iam.ListAttachedRolePoliciesAsync(roleName, cancellationToken).OrNull();
        await Task.WhenAll(role, policy, given, attached);
        return new ExecutionRoleState(roleName, await role, await policy) { GivenPolicy = await given, AttachedPolicies = await attached ?? [] };
    }

    /// <summary>Does the plan. A role that appeared meanwhile is taken: it has the name that only this function's has.</summary>
    public async Task ApplyAsync(ExecutionRolePlan plan, string roleName, CancellationToken cancellationToken)
    {
        if (plan.Create is not null)
        {
            try
            {
                await iam.CreateRoleAsync(plan.Create, cancellationToken);
            }
            catch (StageException e) when (e.Is(AwsFault.Conflict))
            {
                // Another run was faster, or the answer to our own request was lost and the SDK sent it again.
            }
        }

        if (plan.Trust is not null)
        {
            await iam.UpdateAssumeRolePolicyAsync(roleName, plan.Trust, cancellationToken);
        }

        if (plan.Boundary is not null)
        {
            await iam.PutRolePermissionsBoundaryAsync(roleName, plan.Boundary, cancellationToken);
        }

        if (plan.Tag.Count > 0)
        {
            await iam.TagRoleAsync(roleName, plan.Tag, cancellationToken);
        }

        if (plan.Untag.Count > 0)
        {
            await iam.UntagRoleAsync(roleName, plan.Untag, cancellationToken);
        }

        foreach (Func<Task> put in Policies(plan, roleName, cancellationToken))
        {
            await (plan.Create is null ? put() : new RoleVisibility(reporter, time).WaitAsync(roleName, put, cancellationToken));
        }
    }

    private IEnumerable<Func<Task>> Policies(ExecutionRolePlan plan, string roleName, CancellationToken cancellationToken)
    {
        if (plan.OwnPolicy is not null)
        {
            yield return () => iam.PutRolePolicyAsync(roleName, ExecutionRolePlan.OwnPolicyName, plan.OwnPolicy, cancellationToken);
        }

        if (plan.GivenPolicy is not null)
        {
            yield return () => iam.PutRolePolicyAsync(roleName, ExecutionRolePlan.GivenPolicyName, plan.GivenPolicy, cancellationToken);
        }

        foreach (string policy in plan.Attach)
        {
            yield return () => iam.AttachRolePolicyAsync(roleName, policy, cancellationToken);
        }
    }
}
