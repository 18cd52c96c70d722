using System.Text.Json.Nodes;
using TemporalLambda.Aws;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>The two roles: what the function runs as, and what Temporal assumes.</summary>
internal sealed class RoleChecks(VerificationTarget target)
{
    public async Task<Finding> ExecutionRoleAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.Function.WaitAsync(cancellationToken);
        Role role = await ReadAsync(function.Role, cancellationToken);
        return role.AssumeRolePolicyDocument.Contains("lambda.amazonaws.com", StringComparison.Ordinal)
            ? Finding.Passed($"{role.RoleName}.")
            : Finding.Failed(
                "ExecutionRoleNotTrusted",
                $"The role {role.RoleName} does not let lambda.amazonaws.com assume it.",
                "Add that principal to the role's trust policy, or publish the worker without -ExecutionRoleArn.");
    }

    public async Task<Finding> InvocationRoleAsync(CancellationToken cancellationToken)
    {
        ComputeGroup group = (await target.Version.WaitAsync(cancellationToken)).Group!;
        if (group.RoleArn is null)
        {
            return Finding.Warning(
                "InvocationRoleMissing",
                "Temporal invokes the function with its own identity: no role is registered.",
                "Run Grant-TemporalInvoke and New-TemporalWorkerDeploymentVersion.");
        }

        Role role = await ReadAsync(group.RoleArn, cancellationToken);
        string[] open = [.. TrustedWithoutExternalId(role.AssumeRolePolicyDocument)];
        return open.Length == 0
            ? Finding.Passed($"{role.RoleName} asks everybody for the External ID.")
            : Finding.Failed(
                "ExternalIdNotEnforced",
                $"The role {role.RoleName} lets {string.Join(", ", open)} assume it without an External ID.",
                "Add the condition sts:ExternalId to that statement of the role's trust policy.");
    }

    private static IEnumerable<string> TrustedWithoutExternalId(string trustPolicy) =>
        from statement in PolicyDocument.Statements(PolicyDocument.Read(trustPolicy))
        where (string?)statement["Effect"] == "Allow" && statement["Condition"]?["StringEquals"]?["sts:ExternalId"] is null
        from principal in PolicyDocument.Strings((statement["Principal"] as JsonObject)?["AWS"] ?? statement["Principal"])
        select principal;

    private async Task<Role> ReadAsync(string roleArn, CancellationToken cancellationToken)
    {
        AwsSession session = await target.Aws.WaitAsync(cancellationToken);
        return await session.Iam.GetRoleAsync(RoleName.Of(roleArn), cancellationToken);
    }
}
