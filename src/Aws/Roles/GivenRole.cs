using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Roles;

/// <summary>Looks whether a role that was given fits a function. It is never changed.</summary>
internal sealed class GivenRole(IamClient iam, IStageReporter reporter)
{
    /// <summary>Checks that it is a role of the function's account.</summary>
    /// <exception cref="StageException">It is none, or of another account.</exception>
    public static void CheckArn(string roleArn, AwsArn? function)
    {
        if (!AwsArn.TryParse(roleArn, out AwsArn? arn) || arn.Service != "iam" || !arn.Resource.StartsWith("role/", StringComparison.Ordinal))
        {
            throw AwsErrors.ExecutionRoleArnNotValid(roleArn);
        }

        if (function is not null && arn.Account != function.Account)
        {
            throw AwsErrors.ExecutionRoleOfOtherAccount(roleArn, function.Account);
        }
    }

    /// <summary>Checks the trust; a missing permission is a warning, as IAM knows only part of what decides.</summary>
    /// <exception cref="StageException">It is not there, or Lambda is not trusted to assume it.</exception>
    public async Task CheckAsync(string roleArn, RoleNeeds needs, CancellationToken cancellationToken)
    {
        Role? role;
        try
        {
            role = await iam.GetRoleAsync(RoleName.Of(roleArn), cancellationToken).OrNull();
        }
        catch (StageException e) when (e.Is(AwsFault.AccessDenied))
        {
            reporter.Verbose($"Whether Lambda may assume '{roleArn}' can not be seen: iam:GetRole is not allowed.");
            return;
        }

        if (role is null)
        {
            throw AwsErrors.ExecutionRoleNotFound(roleArn);
        }

        if (!RoleTrust.Read(role.AssumeRolePolicyDocument).LetsIn(LambdaTrust.Service))
        {
            throw AwsErrors.ExecutionRoleWithoutTrust(roleArn);
        }

        await WarnOfMissingAsync(roleArn, needs, cancellationToken);
    }

    private async Task WarnOfMissingAsync(string roleArn, RoleNeeds needs, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<SimulatedAction> judged = await iam.SimulatePrincipalPolicyAsync(roleArn, needs.Actions, [], cancellationToken);
            string[] missing = [.. judged.Where(action => !action.IsAllowed).Select(action => action.Action)];
            if (missing.Length > 0)
            {
                reporter.Warning($"The role '{RoleName.Of(roleArn)}' seems not to allow what '{needs.Function.Name}' needs: {string.Join(", ", missing)}.");
            }
        }
        catch (StageException e)
        {
            reporter.Verbose($"What '{roleArn}' may do can not be seen: {e.Message}");
        }
    }
}
