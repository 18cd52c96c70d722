using TemporalLambda.Aws;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>The two roles: what the function runs as, and what Temporal assumes.</summary>
internal sealed class RoleChecks(VerificationTarget target)
{
    public async Task<Finding> ExecutionRoleAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.FunctionAsync(cancellationToken);
        Role role = await ReadAsync(function.Role, cancellationToken);
        return RoleTrust.Read(role.AssumeRolePolicyDocument).LetsIn("lambda.amazonaws.com")
            ? Finding.Passed($"{role.RoleName}.")
            : Finding.Failed(
                "ExecutionRoleNotTrusted",
                $"The role {role.RoleName} does not let lambda.amazonaws.com assume it.",
                "Add that principal to the role's trust policy, or publish the worker without -ExecutionRoleArn.");
    }

    public Task<Finding> ExecutionPermissionsAsync(CancellationToken cancellationToken) => JudgedAsync(ExecutionAsync, cancellationToken);

    public Task<Finding> SecretsAsync(CancellationToken cancellationToken) => JudgedAsync(SecretAsync, cancellationToken);

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
        RoleTrust trust = RoleTrust.Read(role.AssumeRolePolicyDocument);
        IReadOnlyList<string> temporal = group.ExternalId is { } externalId ? trust.TrustedWith(externalId) : [];

        // Who else may assume the role, say an administrator, is not Temporal's concern; unless nobody is let in as Temporal is.
        IReadOnlyList<string> open = temporal.Count > 0 ? trust.OpenTo(temporal) : trust.Open;
        return open.Count > 0
            ? Finding.Failed(
                "ExternalIdNotEnforced",
                $"The role {role.RoleName} lets {string.Join(", ", open)} assume it without an External ID.",
                "Add the condition sts:ExternalId to that statement of the role's trust policy.")
            : temporal.Count == 0 && group.ExternalId is not null
                ? Finding.Failed(
                    "ExternalIdDiffers",
                    $"Nobody may assume the role {role.RoleName} with the External ID that Temporal has registered.",
                    "Run Grant-TemporalInvoke and New-TemporalWorkerDeploymentVersion again.")
                : trust.Denied(temporal) is { Count: > 0 } denied
                    ? Finding.Failed(
                        "InvocationRoleDenied",
                        $"A statement in the trust policy of {role.RoleName} keeps out {string.Join(", ", denied)}, whatever another one allows.",
                        "Remove that statement from the role's trust policy.")
                    : Finding.Passed($"{role.RoleName} asks {string.Join(", ", temporal)} for the External ID.");
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

        return Finding.Passed("It may write its log.");
    }

    private async Task<Finding> SecretAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.FunctionAsync(cancellationToken);
        (string What, string Option, string? Parameter)[] secrets =
        [
            ("API key", "-WorkerApiKey", VerificationTarget.Variable(function, FunctionVariables.ApiKeyParameter)),
            ("certificate", "-WorkerTlsCertPath", VerificationTarget.Variable(function, FunctionVariables.TlsParameter)),
        ];
        Finding[] findings = await Task.WhenAll(secrets.Where(secret => secret.Parameter is not null)
            .Select(secret => SecretAsync(function, secret.What, secret.Option, secret.Parameter!, cancellationToken)));
        return findings.Length == 0
            ? Finding.Passed("It reads no secret.")
            : findings.FirstOrDefault(finding => finding.Status == CheckStatus.Failed)
                ?? findings.FirstOrDefault(finding => finding.Status != CheckStatus.Passed)
                ?? Finding.Passed(string.Join(' ', findings.Select(finding => finding.Detail)));
    }

    private async Task<Finding> SecretAsync(
        FunctionConfiguration function, string what, string option, string parameter, CancellationToken cancellationToken)
    {
        string arn = SecretParameter.ArnOf(parameter, FunctionArn.Parse(function.FunctionArn));
        if (await DeniedAsync(function.Role, ["ssm:GetParameter"], [arn], cancellationToken) is { Length: > 0 } unread)
        {
            return Finding.Failed(
                "SecretNotReadable",
                $"The worker cannot read its {what}: its role does not allow {Words(unread)}.",
                "Run Publish-TemporalLambdaWorker again, or allow the action on that parameter.");
        }

        SecretParameter secret = await SecretParameter.ReadAsync(await target.Aws.WaitAsync(cancellationToken), arn, cancellationToken);
        return !secret.Exists
            ? Finding.Failed(
                "SecretMissing", $"The parameter {parameter}, which the worker is to read its {what} from, is not there.", $"Run Publish-TemporalLambdaWorker with {option}.")
            : secret.KeyId is null
                ? Finding.Passed($"The role may read {parameter}.")
                : await DecryptionAsync(function, what, option, parameter, secret, cancellationToken);
    }

    // The policies of the role are half of it: a key's own policy may allow, or refuse, whatever they say, and is for its administrators to read.
    private async Task<Finding> DecryptionAsync(
        FunctionConfiguration function, string what, string option, string parameter, SecretParameter secret, CancellationToken cancellationToken)
    {
        FunctionArn arn = FunctionArn.Parse(function.FunctionArn);
        Dictionary<string, string> context = new()
        {
            ["kms:EncryptionContext:PARAMETER_ARN"] = secret.Arn, ["kms:ViaService"] = $"ssm.{arn.Parts.Region}.amazonaws.com",
        };
        if (secret.KeyAlias is { } alias)
        {
            context["kms:ResourceAliases"] = alias;
        }

        SimulatedAction? denied = (await DeniedAsync(function.Role, ["kms:Decrypt"], [secret.KeyArn(arn)], context, cancellationToken)).FirstOrDefault();
        string read = $"The role may read {parameter}";
        return denied is null
            ? Finding.Passed($"{read} and decrypt it with {secret.KeyId}, as far as its own policies say; the key's policy is not looked at.")
            : denied.IsExplicitlyDenied || denied.AllowedByBoundary == false
                ? Finding.Failed(
                    "SecretKeyDenied",
                    $"The worker cannot decrypt its {what}: its role does not allow {Words([denied])}.",
                    denied.AllowedByBoundary == false ? "Allow it in the role's permissions boundary." : "Remove the statement of the role's policies that denies it.")
                : secret.KeyAlias is not null
                    ? Finding.Passed($"{read}; whether it may decrypt it can not be known, as {secret.KeyId} does not say which key that is: the log tells.")
                    : Finding.Warning(
                        "SecretKeyNotAllowed",
                        $"{read}, but its policies do not allow {Words([denied])}: unless that key's own policy does, the worker can not decrypt its {what}.",
                        $"Run Publish-TemporalLambdaWorker with {option} and -KmsKeyId again, or allow the action on that key.");
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

    private static string Words(SimulatedAction[] denied) =>
        $"{string.Join(", ", denied.Select(action => action.Action))} on {denied[0].Resource}"
        + (denied.Any(action => action.AllowedByBoundary == false) ? " (its permissions boundary does not)"
            : denied.Any(action => action.IsExplicitlyDenied) ? " (a statement denies it)" : "");

    private Task<SimulatedAction[]> DeniedAsync(
        string roleArn, IReadOnlyList<string> actions, IReadOnlyList<string> resources, CancellationToken cancellationToken) =>
        DeniedAsync(roleArn, actions, resources, new Dictionary<string, string>(), cancellationToken);

    private async Task<SimulatedAction[]> DeniedAsync(
        string roleArn,
        IReadOnlyList<string> actions,
        IReadOnlyList<string> resources,
        IReadOnlyDictionary<string, string> context,
        CancellationToken cancellationToken)
    {
        AwsSession session = await target.Aws.WaitAsync(cancellationToken);
        return [.. (await session.Iam.SimulatePrincipalPolicyAsync(roleArn, actions, resources, context, cancellationToken)).Where(action => !action.IsAllowed)];
    }

    private async Task<Role> ReadAsync(string roleArn, CancellationToken cancellationToken)
    {
        AwsSession session = await target.Aws.WaitAsync(cancellationToken);
        return await session.Iam.GetRoleAsync(RoleName.Of(roleArn), cancellationToken);
    }
}
