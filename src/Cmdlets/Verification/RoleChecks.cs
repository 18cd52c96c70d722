using System.Text.Json.Nodes;
using TemporalLambda.Aws;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>The two roles: what the function runs as, and what Temporal assumes.</summary>
internal sealed class RoleChecks(VerificationTarget target)
{
    public async Task<Finding> ExecutionRoleAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.FunctionAsync(cancellationToken);
        Role role = await ReadAsync(function.Role, cancellationToken);
        bool trusted = PolicyDocument.Statements(PolicyDocument.Read(role.AssumeRolePolicyDocument)).Any(statement =>
            (string?)statement["Effect"] == "Allow" && PrincipalsOf(statement, "Service").Contains("lambda.amazonaws.com"));
        return trusted
            ? Finding.Passed($"{role.RoleName}.")
            : Finding.Failed(
                "ExecutionRoleNotTrusted",
                $"The role {role.RoleName} does not let lambda.amazonaws.com assume it.",
                "Add that principal to the role's trust policy, or publish the worker without -ExecutionRoleArn.");
    }

    public Task<Finding> ExecutionPermissionsAsync(CancellationToken cancellationToken) => JudgedAsync(ExecutionAsync, cancellationToken);

    public Task<Finding> InvocationPermissionsAsync(CancellationToken cancellationToken) => JudgedAsync(InvocationAsync, cancellationToken);

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
        JsonObject[] trusts =
        [
            .. PolicyDocument.Statements(PolicyDocument.Read(role.AssumeRolePolicyDocument)).Where(statement => (string?)statement["Effect"] == "Allow"),
        ];
        string[] open = [.. trusts.Where(statement => !ExternalIdsOf(statement).Any()).SelectMany(statement => PrincipalsOf(statement, "AWS"))];
        return open.Length > 0
            ? Finding.Failed(
                "ExternalIdNotEnforced",
                $"The role {role.RoleName} lets {string.Join(", ", open)} assume it without an External ID.",
                "Add the condition sts:ExternalId to that statement of the role's trust policy.")
            : group.ExternalId is { } externalId && !trusts.Any(statement => ExternalIdsOf(statement).Contains(externalId))
                ? Finding.Failed(
                    "ExternalIdDiffers",
                    $"Nobody may assume the role {role.RoleName} with the External ID that Temporal has registered.",
                    "Run Grant-TemporalInvoke and New-TemporalWorkerDeploymentVersion again.")
                : Finding.Passed($"{role.RoleName} asks everybody for the External ID.");
    }

    // IAM's simulator is not everywhere, nor for everybody.
    private static async Task<Finding> JudgedAsync(Func<CancellationToken, Task<Finding>> check, CancellationToken cancellationToken)
    {
        try
        {
            return await check(cancellationToken);
        }
        catch (StageException e)
        {
            return Finding.Unseen(e);
        }
    }

    private async Task<Finding> ExecutionAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.FunctionAsync(cancellationToken);
        AwsArn parts = FunctionArn.Parse(function.FunctionArn).Parts;
        string logGroup = function.LoggingConfig?.LogGroup ?? FunctionLog.GroupOf(function.FunctionName);
        string log = (parts with { Service = "logs", Resource = $"log-group:{logGroup}:log-stream:worker" }).ToString();
        if (await DeniedAsync(function.Role, ["logs:CreateLogStream", "logs:PutLogEvents"], [log], cancellationToken) is { Length: > 0 } unlogged)
        {
            return Finding.Warning(
                "LogNotAllowed",
                $"The worker's log is lost: its role does not allow {Words(unlogged)}.",
                "Attach AWSLambdaBasicExecutionRole to the role, or publish the worker without -ExecutionRoleArn.");
        }

        if (VerificationTarget.Variable(function, FunctionVariables.ApiKeyParameter) is { } parameter)
        {
            string arn = parameter.StartsWith("arn:", StringComparison.Ordinal)
                ? parameter
                : (parts with { Service = "ssm", Resource = "parameter/" + parameter.TrimStart('/') }).ToString();
            if (await DeniedAsync(function.Role, ["ssm:GetParameter"], [arn], cancellationToken) is { Length: > 0 } unread)
            {
                return Finding.Failed(
                    "SecretNotReadable",
                    $"The worker cannot read its API key: its role does not allow {Words(unread)}.",
                    "Run Publish-TemporalLambdaWorker again, or allow the action on that parameter.");
            }
        }

        return Finding.Passed("It may do what the worker needs.");
    }

    private async Task<Finding> InvocationAsync(CancellationToken cancellationToken)
    {
        ComputeGroup group = (await target.Version.WaitAsync(cancellationToken)).Group!;
        if (group is not { RoleArn: { } role, FunctionArn: { } arn })
        {
            return Finding.Skipped("No role is registered.");
        }

        string[] actions = ["lambda:GetFunction", "lambda:InvokeFunction"];
        if (await DeniedAsync(role, actions, [arn], cancellationToken) is { Length: > 0 } denied)
        {
            return Finding.Failed(
                "InvocationNotAllowed",
                $"The role that Temporal assumes does not allow {Words(denied)}.",
                denied.Any(action => action.AllowedByBoundary == false)
                    ? "Allow it in the role's permissions boundary."
                    : denied.Any(action => action.IsExplicitlyDenied)
                        ? "Remove the statement of the role's policies that denies it."
                        : "Run Grant-TemporalInvoke again.");
        }

        string unqualified = FunctionArn.Parse(arn).Unqualified;
        return unqualified != arn && await DeniedAsync(role, actions, [unqualified], cancellationToken) is { Length: > 0 } partly
            ? Finding.Warning(
                "InvocationNotAllowedUnqualified",
                $"The role that Temporal assumes allows this version and not the function as a whole: {Words(partly)}.",
                "Run Grant-TemporalInvoke again, which grants both forms of the ARN.")
            : Finding.Passed($"{RoleName.Of(role)} may read and invoke the function, by both forms of its ARN.");
    }

    private static IEnumerable<string> PrincipalsOf(JsonObject statement, string kind) => statement["Principal"] is JsonObject principals
        ? PolicyDocument.Strings(principals[kind])
        : PolicyDocument.Strings(statement["Principal"]);

    private static IEnumerable<string> ExternalIdsOf(JsonObject statement) =>
        (statement["Condition"]?["StringEquals"] as JsonObject ?? []).Where(key => key.Key.Equals("sts:ExternalId", StringComparison.OrdinalIgnoreCase))
        .SelectMany(key => PolicyDocument.Strings(key.Value));

    private static string Words(SimulatedAction[] denied) =>
        $"{string.Join(", ", denied.Select(action => action.Action))} on {denied[0].Resource}"
        + (denied.Any(action => action.AllowedByBoundary == false) ? " (its permissions boundary does not)"
            : denied.Any(action => action.IsExplicitlyDenied) ? " (a statement denies it)" : "");

    private async Task<SimulatedAction[]> DeniedAsync(
        string roleArn, IReadOnlyList<string> actions, IReadOnlyList<string> resources, CancellationToken cancellationToken)
    {
        AwsSession session = await target.Aws.WaitAsync(cancellationToken);
        return [.. (await session.Iam.SimulatePrincipalPolicyAsync(roleArn, actions, resources, cancellationToken)).Where(action => !action.IsAllowed)];
    }

    private async Task<Role> ReadAsync(string roleArn, CancellationToken cancellationToken)
    {
        AwsSession session = await target.Aws.WaitAsync(cancellationToken);
        return await session.Iam.GetRoleAsync(RoleName.Of(roleArn), cancellationToken);
    }
}
