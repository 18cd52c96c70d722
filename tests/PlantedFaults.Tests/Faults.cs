using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.PlantedFaults.Tests;

/// <summary>The faults, in the order of the chain.</summary>
internal static class Faults
{
    private const string Trust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%PRINCIPAL%"},"Action":"sts:AssumeRole"%CONDITION%}]}""";

    private const string RestoreTrust = "$null = $worker | Revoke-TemporalInvoke; " + SoundWorker.Deploy;

    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        .. Connections(), .. Registrations(), .. Functions(), .. Environments(), .. Scaling(), .. ExecutionRoles(), .. InvocationRoles(), .. Routing(), .. Logs(),
    ];

    private static PlantedFault[] Connections() =>
    [
        new("no Temporal Service at the address", "Connection", "TemporalServerUnreachable") { Test = SoundWorker.Test + " -Address 127.0.0.1:1" },
        new("a namespace that does not exist", "Connection", "TemporalNamespaceNotFound") { Test = SoundWorker.Test + " -Namespace nowhere" },
        new("an access key that AWS does not know", "Credentials", "CredentialsExpired")
        {
            Test = SoundWorker.Test + " -AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey wrong -EndpointUrl $env:AWS_ENDPOINT_URL -Region us-east-1",
        },
        new("no AWS at the endpoint", "Credentials", "AwsNotReached")
        {
            Test = SoundWorker.Test + " -AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey wrong -EndpointUrl http://127.0.0.1:1 -Region us-east-1",
        },
        new("another region than the function's", "FunctionArn", "FunctionInOtherRegion") { Test = SoundWorker.Test + " -Region eu-central-1" },
    ];

    private static PlantedFault[] Registrations() =>
    [
        new("a deployment that does not exist", "Version", "TemporalDeploymentNotFound") { Test = "Test-TemporalLambdaWorker -DeploymentName absent -BuildId one" },
        new("a build id that does not exist", "Version", "TemporalVersionNotFound") { Test = $"Test-TemporalLambdaWorker -DeploymentName {SoundWorker.Name} -BuildId absent" },
        new("another function than the registered one", "ComputeProvider", "ComputeProviderDiffers")
        {
            Plant = Copy,
            Test = "$copy.QualifiedArn += '7'; $copy | Test-TemporalLambdaWorker",
        },
        new("another External ID than the registered one", "ComputeProvider", "ComputeProviderDiffers") { Plant = Copy, Test = "$copy.ExternalId = 'another-one'; $copy | Test-TemporalLambdaWorker" },
        new("another role than the registered one", "ComputeProvider", "ComputeProviderDiffers") { Plant = Copy, Test = "$copy.InvokeRoleArn += '-2'; $copy | Test-TemporalLambdaWorker" },
        new("an ARN without a version", "FunctionArn", "FunctionNotQualified") 
        {
            Status = CheckStatus.Warning,
            Plant = async worker =>
            {
                await worker.RepublishAsync();
                await worker.Lambda.PutFunctionEventInvokeConfigAsync(
                    worker.FunctionArn, null, new EventInvokeConfig { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 60 }, default);
                worker.Register(worker.FunctionArn);
            },
        },
    ];

    private static PlantedFault[] Functions() =>
    [
        new("a version of the function that is gone", "Function", "AwsResourceNotFound") { Plant = async worker => await worker.Lambda.DeleteFunctionAsync(worker.QualifiedArn, null, default) },
        new("a function that is gone", "Function", "AwsResourceNotFound") { Plant = worker => worker.Lambda.DeleteFunctionAsync(SoundWorker.Name, null, default) },
        new("a package for another processor", "Package", "WorkerArchitectureMismatch") { Plant = worker => worker.RepublishAsync(zip: Zips.OtherArchitecture()) },
        new("a package without bootstrap", "Package", "WorkerBootstrapMissing") { Plant = worker => worker.RepublishAsync(zip: Zips.Of("readme.txt", executable: false)) },
        new("a bootstrap that is not executable", "Package", "WorkerBootstrapNotExecutable") { Plant = worker => worker.RepublishAsync(zip: Zips.Of("bootstrap", executable: false)) },
        new("a timeout below what stopping takes", "Timeout", "TimeoutTooShort") { Plant = worker => worker.RepublishAsync(new UpdateFunctionConfigurationRequest { Timeout = 8 }) },
        new("a lifetime above the timeout", "Timeout", "LifetimeLongerThanTimeout")
        {
            Status = CheckStatus.Warning,
            Plant = worker => Do(() => worker.Run("$null = $worker | New-TemporalWorkerDeploymentVersion -MaximumWorkerLifetime 900 -TimeoutSeconds 0")),
        },
    ];

    private static PlantedFault[] Environments() =>
    [
        new("another deployment name in the environment", "Environment", "EnvironmentDiffers") { Plant = Variable("TEMPORAL_LAMBDA_DEPLOYMENT_NAME", "another") },
        new("another build id in the environment", "Environment", "EnvironmentDiffers") { Plant = Variable("TEMPORAL_LAMBDA_BUILD_ID", "two") },
        new("another namespace in the environment", "Environment", "EnvironmentDiffers") { Plant = Variable("TEMPORAL_NAMESPACE", "nowhere") },
        new("another task queue than the expected one", "Environment", "EnvironmentDiffers") { Test = SoundWorker.Test + " -TaskQueue another" },
        new("no deployment name in the environment", "Environment", "EnvironmentDiffers") { Plant = Variable("TEMPORAL_LAMBDA_DEPLOYMENT_NAME", null) },
        new("no task queue in the environment", "Environment", "EnvironmentDiffers") { Plant = Variable("TEMPORAL_TASK_QUEUE", null), Test = SoundWorker.Test + " -TaskQueue " + SoundWorker.Name },
        new("another task queue in the environment", "Environment", "EnvironmentDiffers") { Plant = Variable("TEMPORAL_TASK_QUEUE", "another"), Test = SoundWorker.Test + " -TaskQueue " + SoundWorker.Name },
        new("no build id in the environment", "Environment", "EnvironmentDiffers") { Plant = Variable("TEMPORAL_LAMBDA_BUILD_ID", null) },
    ];

    private static PlantedFault[] Scaling() =>
    [
        new("a reserved concurrency of 0", "Concurrency", "ConcurrencyZero")
        {
            Plant = worker => worker.Lambda.PutFunctionConcurrencyAsync(SoundWorker.Name, 0, default),
            Mend = "$null = $package | Publish-TemporalLambdaWorker -ReservedConcurrency 10",
        },
        new("retries by Lambda", "Retries", "AsynchronousRetries")
        {
            Status = CheckStatus.Warning,
            Plant = async worker => await worker.Lambda.PutFunctionEventInvokeConfigAsync(
                worker.QualifiedArn, null, new EventInvokeConfig { MaximumRetryAttempts = 2, MaximumEventAgeInSeconds = 60 }, default),
        },
        new("failed invocations kept for hours", "Retries", "AsynchronousRetries")
        {
            Status = CheckStatus.Warning,
            Plant = async worker => await worker.Lambda.PutFunctionEventInvokeConfigAsync(
                worker.QualifiedArn, null, new EventInvokeConfig { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 21600 }, default),
        },
    ];

    private static PlantedFault[] ExecutionRoles() =>
    [
        new("an execution role that Lambda may not assume", "ExecutionRole", "ExecutionRoleNotTrusted")
        {
            Plant = worker => TrustAsync(worker, SoundWorker.ExecutionRole, worker.Principal, null),
            MendByHand = worker => worker.Aws.Iam.UpdateAssumeRolePolicyAsync(
                SoundWorker.ExecutionRole,
                """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
                default),
        },
        new("an execution role that may not write its log", "ExecutionPermissions", "LogNotAllowed")
        {
            Status = CheckStatus.Warning, Plant = worker => DropPoliciesAsync(worker, SoundWorker.ExecutionRole),
        },
        new("an execution role whose log is denied", "ExecutionPermissions", "LogNotAllowed")
        {
            Status = CheckStatus.Warning, Plant = worker => DenyAsync(worker, SoundWorker.ExecutionRole, "logs:*"), MendByHand = worker => UnplantAsync(worker, SoundWorker.ExecutionRole),
        },
        new("an API key that the execution role may not read", "ExecutionPermissions", "SecretNotReadable") { Plant = Variable("TEMPORAL_API_KEY_PARAMETER", "/not/allowed"), Mend = "$null = $package | Publish-TemporalLambdaWorker -Environment @{ TEMPORAL_API_KEY_PARAMETER = $null }; " + SoundWorker.Deploy },
    ];

    private static PlantedFault[] InvocationRoles() =>
    [
        new("an invocation role that is gone", "InvocationRole", "AwsResourceNotFound")
        {
            Plant = async worker =>
            {
                await DropPoliciesAsync(worker, SoundWorker.InvocationRole);
                await worker.Aws.Iam.DeleteRoleAsync(SoundWorker.InvocationRole, default);
            },
        },
        new("an invocation role open to all without an External ID", "InvocationRole", "ExternalIdNotEnforced")
        {
            Plant = worker => TrustAsync(worker, SoundWorker.InvocationRole, worker.Principal, null), Mend = RestoreTrust,
        },
        new("an invocation role with another External ID", "InvocationRole", "ExternalIdDiffers")
        {
            Plant = worker => TrustAsync(worker, SoundWorker.InvocationRole, worker.Principal, "another-external-id"), Mend = RestoreTrust,
        },
        new("an invocation role without a grant", "InvocationPermissions", "InvocationNotAllowed") { Plant = worker => DropPoliciesAsync(worker, SoundWorker.InvocationRole) },
        new("a grant without InvokeFunction", "InvocationPermissions", "InvocationNotAllowed") { Plant = worker => GrantAsync(worker, "lambda:GetFunction", "*") },
        new("a grant without GetFunction", "InvocationPermissions", "InvocationNotAllowed") { Plant = worker => GrantAsync(worker, "lambda:InvokeFunction", "*") },
        new("a grant for the function without its versions", "InvocationPermissions", "InvocationNotAllowed") { Plant = worker => GrantAsync(worker, "lambda:*", worker.FunctionArn) },
        new("a grant for the versions without the function", "InvocationPermissions", "InvocationNotAllowedUnqualified")
        {
            Status = CheckStatus.Warning, Plant = worker => GrantAsync(worker, "lambda:*", worker.FunctionArn + ":*"),
        },
        new("a grant for another function", "InvocationPermissions", "InvocationNotAllowed") { Plant = worker => GrantAsync(worker, "lambda:*", worker.FunctionArn + "-2*") },
        new("a statement that denies the invocation", "InvocationPermissions", "InvocationNotAllowed")
        {
            Plant = worker => DenyAsync(worker, SoundWorker.InvocationRole, "lambda:InvokeFunction"), MendByHand = worker => UnplantAsync(worker, SoundWorker.InvocationRole),
        },
        new("a permissions boundary without the invocation", "InvocationPermissions", "InvocationNotAllowed")
        {
            Plant = worker => worker.Aws.Iam.PutRolePermissionsBoundaryAsync(SoundWorker.InvocationRole, "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", default),
            MendByHand = worker => worker.Aws.Iam.PutRolePermissionsBoundaryAsync(SoundWorker.InvocationRole, "arn:aws:iam::aws:policy/AdministratorAccess", default),
        },
    ];

    private static PlantedFault[] Routing() =>
    [
        new("a version that is not current", "Routing", "VersionNotRouted")
        {
            Status = CheckStatus.Warning,
            Plant = worker => Do(() => worker.Run($"$null = Set-CurrentTemporalVersion -DeploymentName {SoundWorker.Name} -Unversioned -Confirm:$false")),
        },
    ];

    private static PlantedFault[] Logs() =>
    [
        new("a worker that does not reach its server", "Log", "ServerNotReached")
        {
            Plant = async worker =>
            {
                await Variable("TEMPORAL_ADDRESS", "127.0.0.1:1")(worker);
                await worker.WaitForLogAsync("connection refused");
            },
        },
        new("a worker that ends at once", "Log", "WorkerCrashed")
        {
            Plant = async worker =>
            {
                await worker.RepublishAsync(zip: Zips.Script("exit 3"));
                await worker.WaitForLogAsync("exit status 3");
            },
            Test = SoundWorker.Test + " -SkipPackage",
        },
    ];

    private static Task Copy(SoundWorker worker) => Do(() => worker.Run(
        "$copy = [pscustomobject]@{}; foreach ($p in $worker.PSObject.Properties) { $copy.PSObject.Properties.Add([psnoteproperty]::new($p.Name, $p.Value)) }"));

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static Func<SoundWorker, Task> Variable(string name, string? value) => async worker =>
        await worker.RepublishAsync(new UpdateFunctionConfigurationRequest { Environment = await worker.EnvironmentWithAsync(name, value) });

    private static Task TrustAsync(SoundWorker worker, string role, string principal, string? externalId) => worker.Aws.Iam.UpdateAssumeRolePolicyAsync(
        role,
        Trust.Replace("%PRINCIPAL%", principal, StringComparison.Ordinal).Replace(
            "%CONDITION%", externalId is null ? "" : $$$""","Condition":{"StringEquals":{"sts:ExternalId":"{{{externalId}}}"}}""", StringComparison.Ordinal),
        default);

    private static async Task DropPoliciesAsync(SoundWorker worker, string role)
    {
        foreach (string policy in await worker.Aws.Iam.ListRolePoliciesAsync(role, default))
        {
            await worker.Aws.Iam.DeleteRolePolicyAsync(role, policy, default);
        }

        foreach (string policy in await worker.Aws.Iam.ListAttachedRolePoliciesAsync(role, default))
        {
            await worker.Aws.Iam.DetachRolePolicyAsync(role, policy, default);
        }
    }

    private static async Task GrantAsync(SoundWorker worker, string action, string resource)
    {
        string policy = (await worker.Aws.Iam.ListRolePoliciesAsync(SoundWorker.InvocationRole, default))[0];
        await worker.Aws.Iam.PutRolePolicyAsync(
            SoundWorker.InvocationRole, policy, $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"{{resource}}"}]}""", default);
    }

    private static Task DenyAsync(SoundWorker worker, string role, string action) => worker.Aws.Iam.PutRolePolicyAsync(
        role, "planted", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"{{action}}","Resource":"*"}]}""", default);

    private static Task UnplantAsync(SoundWorker worker, string role) => worker.Aws.Iam.DeleteRolePolicyAsync(role, "planted", default);
}
