using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Roles;

/// <summary>Reads and makes a function's execution role.</summary>
internal sealed class ExecutionRole(IamClient iam)
{
    /// <summary>What of the role is there.</summary>
    public async Task<ExecutionRoleState> ReadAsync(string functionName, CancellationToken cancellationToken)
    {
        string roleName = RoleName.ForExecution(functionName);
        Task<Role?> role = iam.GetRoleAsync(roleName, cancellationToken).OrNull();
        Task<string?> policy = iam.GetRolePolicyAsync(roleName, ExecutionRolePlan.LogPolicyName, cancellationToken).OrNull();
        return new ExecutionRoleState(roleName, await role, await policy);
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

        if (plan.LogPolicy is not null)
        {
            await iam.PutRolePolicyAsync(roleName, ExecutionRolePlan.LogPolicyName, plan.LogPolicy, cancellationToken);
        }
    }
}
