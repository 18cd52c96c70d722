using System.Text.Json;
using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.PlantedFaults.Tests;

/// <summary>The faults, in the order of the chain.</summary>
internal static partial class Faults
{
    private const string Trust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%PRINCIPAL%"},"Action":"sts:AssumeRole"%CONDITION%}]}""";

    private const string LambdaMay = """{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}""";

    private const string TestTwo = "Test-TemporalLambdaWorker -DeploymentName sound -BuildId two";

    private const string RestoreTrust = "$null = $worker | Revoke-TemporalInvoke; " + SoundWorker.Deploy;

    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        .. Connections(), .. Registrations(), .. Functions(), .. Environments(), .. Scaling(), .. ExecutionRoles(), .. InvocationRoles(), .. Queues(), .. Routing(), .. Workflows(), .. Logs(),
    ];

    private const string ApiKey = "-WorkerApiKey ([Net.NetworkCredential]::new('', 'key').SecurePassword)";

    /// <summary>The sound worker, with an API key that it is to read.</summary>
    public static string DeployWithSecret => With(ApiKey);

    private const string CustomerKey = " -KmsKeyId 1234abcd-12ab-34cd-56ef-1234567890ab";

    private const string DescribeVersion = "DescribeWorkerDeploymentVersion";

    private const string AccountSettings = "GET /2016-08-19/account-settings";

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
        new("a deployment that does not exist, without a build id", "Version", "TemporalDeploymentNotFound") { Test = "Test-TemporalLambdaWorker -DeploymentName absent" },
        new("a version without a compute provider", "ComputeProvider", "ComputeProviderMissing")
        {
            // A worker that polls before its version is registered makes one of this kind.
            Plant = async worker => await (await Stranger.StartAsync(worker, "polled", "somebody")).DisposeAsync(),
            Test = "Test-TemporalLambdaWorker -DeploymentName sound -BuildId polled -Exclude Routing",
            Mend = "$null = New-TemporalLambdaWorker $package.PackagePath -DeploymentName sound -BuildId polled | "
                + "Publish-TemporalLambdaWorker | Grant-TemporalInvoke -TemporalPrincipalArn $principal | New-TemporalWorkerDeploymentVersion",
            Again = "Test-TemporalLambdaWorker -DeploymentName sound -BuildId polled -Exclude Routing, Package",
        },
        new("another function than the registered one", "ComputeProvider", "ComputeProviderDiffers")
        {
            Plant = Copy,
            Test = "$copy.QualifiedArn += '7'; $copy | Test-TemporalLambdaWorker",
        },
        new("another External ID than the registered one", "ComputeProvider", "ComputeProviderDiffers") { Plant = Copy, Test = "$copy.ExternalId = 'another-one'; $copy | Test-TemporalLambdaWorker" },
        new("another role than the registered one", "ComputeProvider", "ComputeProviderDiffers") { Plant = Copy, Test = "$copy.InvokeRoleArn += '-2'; $copy | Test-TemporalLambdaWorker" },
        new("a role of another account", "FunctionArn", "RoleOfOtherAccount")
        {
            // Only a server that could assume it has such a role.
            Plant = async worker => worker.TemporalAnswers[DescribeVersion] = PlannedAnswer.Message(
                await worker.Temporal.WorkflowService.DescribeWorkerDeploymentVersionAsync(new()
                {
                    Namespace = worker.Temporal.Options.Namespace, DeploymentVersion = new() { DeploymentName = SoundWorker.Name, BuildId = "one" },
                }),
                "arn:aws:iam::000000000000:", "arn:aws:iam::999999999999:"),
            MendByHand = worker => Do(() => worker.TemporalAnswers.Remove(DescribeVersion)),
        },
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
        new("a function that Lambda has put to rest", "Function", "FunctionNotActive")
        {
            Plant = async worker =>
            {
                FunctionDescription sound = await worker.Lambda.GetFunctionAsync(worker.QualifiedArn, null, default);
                worker.AwsAnswers[$"GET /2015-03-31/functions/{worker.QualifiedArn}"] = PlannedAnswer.Json(JsonSerializer.Serialize(
                    sound with { Configuration = sound.Configuration with { State = "Inactive", StateReason = "The function has not been invoked for weeks." } }));
            },
            MendByHand = worker => Do(worker.AwsAnswers.Clear),
        },
        new("a version of the function that is gone", "Function", "AwsResourceNotFound") { Plant = async worker => await worker.Lambda.DeleteFunctionAsync(worker.QualifiedArn, null, default) },
        new("a function that is gone", "Function", "AwsResourceNotFound") { Plant = worker => worker.Lambda.DeleteFunctionAsync(SoundWorker.Name, null, default) },
        new("a package for another processor", "Package", "WorkerArchitectureMismatch") { Plant = worker => worker.RepublishAsync(zip: Zips.OtherArchitecture()) },
        new("a package without bootstrap", "Package", "WorkerBootstrapMissing") { Plant = worker => worker.RepublishAsync(zip: Zips.Of("readme.txt", executable: false)) },
        new("a bootstrap that is not executable", "Package", "WorkerBootstrapNotExecutable") { Plant = worker => worker.RepublishAsync(zip: Zips.Of("bootstrap", executable: false)) },
        new("a timeout below what stopping takes", "Timeout", "TimeoutTooShort") { Plant = worker => worker.RepublishAsync(new UpdateFunctionConfigurationRequest { Timeout = 8 }) },
        new("a function whose memory is nearly all used", "Memory", "MemoryNearlyUsed")
        {
            Status = CheckStatus.Warning,
            Plant = worker => worker.RunToLogAsync(Zips.Answering("dd if=/dev/zero of=/dev/null bs=240M count=20"), "Max Memory Used", new() { MemorySize = 256 }),
            Test = SoundWorker.Test + " -SkipPackage",
            Mend = With("-MemorySize 512"),
        },
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
        new("an address in the environment that is the function itself", "Environment", "AddressOfThisMachine")
        {
            Plant = OtherAddress, Test = SoundWorker.Test + " -Address $other", Mend = With("-WorkerAddress $other"), Again = SoundWorker.Test + " -SkipPackage -Address $other",
            Finally = SoundWorker.Deploy,
        },
        new("another address in the environment than the session's", "Environment", "AddressDiffers")
        {
            Status = CheckStatus.Warning,
            Plant = async worker =>
            {
                await OtherAddress(worker);
                worker.Run(With("-WorkerAddress $other"));
            },
            Mend = With("-WorkerAddress $env:TEMPORAL_ADDRESS"),
        },
        new("no build id in the environment", "Environment", "EnvironmentDiffers") { Plant = Variable("TEMPORAL_LAMBDA_BUILD_ID", null) },
    ];

    private static PlantedFault[] Scaling() =>
    [
        new("a reserved concurrency of 0", "Concurrency", "ConcurrencyZero")
        {
            Plant = worker => worker.Lambda.PutFunctionConcurrencyAsync(SoundWorker.Name, 0, default),
            Mend = "$null = $package | Publish-TemporalLambdaWorker -ReservedConcurrency 10",
            Finally = With("-ReservedConcurrency -1"),
        },
        new("an account whose concurrency others have reserved", "Concurrency", "ConcurrencyUsedUp")
        {
            Plant = worker => Do(() => worker.AwsAnswers[AccountSettings] = Left(0)), MendByHand = worker => Do(() => worker.AwsAnswers.Remove(AccountSettings)),
        },
        new("an account with little concurrency left", "Concurrency", "ConcurrencyNearlyUsedUp")
        {
            Status = CheckStatus.Warning,
            Plant = worker => Do(() => worker.AwsAnswers[AccountSettings] = Left(9)), MendByHand = worker => Do(() => worker.AwsAnswers.Remove(AccountSettings)),
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
            MendByHand = worker => worker.Aws.Iam.UpdateAssumeRolePolicyAsync(SoundWorker.ExecutionRole, Statements(LambdaMay), default),
        },
        new("an execution role that is gone", "ExecutionRole", "AwsResourceNotFound") { Plant = worker => DeleteRoleAsync(worker, SoundWorker.ExecutionRole) },
        new("an execution role that a statement keeps Lambda from", "ExecutionRole", "ExecutionRoleNotTrusted")
        {
            Plant = worker => worker.Aws.Iam.UpdateAssumeRolePolicyAsync(SoundWorker.ExecutionRole, Statements(LambdaMay, LambdaMay.Replace("Allow", "Deny", StringComparison.Ordinal)), default),
            MendByHand = worker => worker.Aws.Iam.UpdateAssumeRolePolicyAsync(SoundWorker.ExecutionRole, Statements(LambdaMay), default),
        },
        new("a permissions boundary without the log", "ExecutionPermissions", "LogNotAllowed")
        {
            Status = CheckStatus.Warning,
            Plant = async worker =>
            {
                await WithoutSecretAsync(worker);
                await worker.Aws.Iam.PutRolePermissionsBoundaryAsync(SoundWorker.ExecutionRole, "arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess", default);
            },
            MendByHand = worker => worker.Aws.Iam.PutRolePermissionsBoundaryAsync(SoundWorker.ExecutionRole, "arn:aws:iam::aws:policy/AdministratorAccess", default),
        },
        new("an execution role that may not write its log", "ExecutionPermissions", "LogNotAllowed")
        {
            Status = CheckStatus.Warning,
            Plant = async worker =>
            {
                await WithoutSecretAsync(worker);
                await DropPoliciesAsync(worker, SoundWorker.ExecutionRole);
            },
        },
        new("an execution role whose log is denied", "ExecutionPermissions", "LogNotAllowed")
        {
            Status = CheckStatus.Warning, Plant = worker => DenyAsync(worker, SoundWorker.ExecutionRole, "logs:*"), MendByHand = worker => UnplantAsync(worker, SoundWorker.ExecutionRole),
        },
        new("an API key's parameter that is not there", "Secrets", "SecretMissing")
        {
            Plant = async worker =>
            {
                await worker.Aws.Iam.PutRolePolicyAsync(
                    SoundWorker.ExecutionRole, "planted", Statements("""{"Effect":"Allow","Action":"ssm:GetParameter","Resource":"*"}"""), default);
                await Variable("TEMPORAL_API_KEY_PARAMETER", "/not/there")(worker);
            },
            MendByHand = worker => UnplantAsync(worker, SoundWorker.ExecutionRole),
            Mend = With(ApiKey),
        },
        new("an API key's KMS key that the execution role is not allowed", "Secrets", "SecretKeyNotAllowed")
        {
            Status = CheckStatus.Warning,
            Plant = async worker =>
            {
                worker.Run(With(ApiKey + CustomerKey));
                await worker.Aws.Iam.PutRolePolicyAsync(
                    SoundWorker.ExecutionRole, "temporal-worker", Statements("""{"Effect":"Allow","Action":["logs:*","ssm:GetParameter"],"Resource":"*"}"""), default);
            },
            Mend = With(ApiKey + CustomerKey),
        },
        new("an API key's KMS key that a statement denies", "Secrets", "SecretKeyDenied")
        {
            Plant = async worker =>
            {
                worker.Run(With(ApiKey + CustomerKey));
                await DenyAsync(worker, SoundWorker.ExecutionRole, "kms:Decrypt");
            },
            MendByHand = worker => UnplantAsync(worker, SoundWorker.ExecutionRole),
        },
        new("an API key that the execution role may not read", "Secrets", "SecretNotReadable") { Plant = Variable("TEMPORAL_API_KEY_PARAMETER", "/not/allowed"), Mend = "$null = $package | Publish-TemporalLambdaWorker -Environment @{ TEMPORAL_API_KEY_PARAMETER = $null }; " + SoundWorker.Deploy },
    ];

    private static PlantedFault[] InvocationRoles() =>
    [
        new("an invocation role that is gone", "InvocationRole", "AwsResourceNotFound")
        {
            Plant = worker => DeleteRoleAsync(worker, SoundWorker.InvocationRole),
        },
        new("an invocation role open to all without an External ID", "InvocationRole", "ExternalIdNotEnforced")
        {
            Plant = worker => TrustAsync(worker, SoundWorker.InvocationRole, worker.Principal, null), Mend = RestoreTrust,
        },
        new("an invocation role with another External ID", "InvocationRole", "ExternalIdDiffers")
        {
            Plant = worker => TrustAsync(worker, SoundWorker.InvocationRole, worker.Principal, "another-external-id"), Mend = RestoreTrust,
        },
        new("an External ID that may also be left out", "InvocationRole", "ExternalIdNotEnforced")
        {
            Plant = worker => TrustAsync(worker, SoundWorker.InvocationRole, worker.Principal, worker.ExternalId, "StringEqualsIfExists"), Mend = RestoreTrust,
        },
        new("an External ID that may be any", "InvocationRole", "ExternalIdNotEnforced")
        {
            Plant = worker => TrustAsync(worker, SoundWorker.InvocationRole, worker.Principal, "*", "StringLike"), Mend = RestoreTrust,
        },
        new("an invocation role that a statement keeps Temporal from", "InvocationRole", "InvocationRoleDenied")
        {
            Plant = worker => worker.Aws.Iam.UpdateAssumeRolePolicyAsync(
                SoundWorker.InvocationRole, Statements(TemporalMay(worker), $$"""{"Effect":"Deny","Principal":{"AWS":"{{worker.Principal}}"},"Action":"sts:AssumeRole"}"""), default),
            MendByHand = worker => worker.Aws.Iam.UpdateAssumeRolePolicyAsync(SoundWorker.InvocationRole, Statements(TemporalMay(worker)), default),
        },
        new("an invocation role that trusts another account alone", "ServerValidation", "TemporalRoleNotAssumable")
        {
            Plant = worker => TrustAsync(worker, SoundWorker.InvocationRole, "arn:aws:iam::999999999999:role/another", worker.ExternalId),
        },
        new("an invocation role without a grant", "InvocationPermissions", "InvocationNotAllowed") { Plant = worker => DropPoliciesAsync(worker, SoundWorker.InvocationRole) },
        new("a grant without InvokeFunction", "InvocationPermissions", "InvocationNotAllowed") { Plant = worker => GrantAsync(worker, "lambda:GetFunction", "*") },
        new("a grant without GetFunction", "InvocationPermissions", "InvocationNotAllowed") { Plant = worker => GrantAsync(worker, "lambda:InvokeFunction", "*") },
        new("a grant for the function without its versions", "InvocationPermissions", "InvocationNotAllowed") { Plant = worker => GrantAsync(worker, "lambda:*", worker.FunctionArn) },
        new("a grant for the versions without the function", "InvocationPermissions", "InvocationNotAllowedUnqualified")
        {
            Status = CheckStatus.Warning, Plant = worker => GrantAsync(worker, "lambda:*", worker.FunctionArn + ":*"),
        },
        new("a grant that has run out", "InvocationPermissions", "InvocationNotAllowed")
        {
            Plant = worker => GrantAsync(worker, "lambda:*", "*", """{"DateLessThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}}"""),
        },
        new("a statement that denies to read the function", "InvocationPermissions", "InvocationNotAllowed")
        {
            Plant = worker => DenyAsync(worker, SoundWorker.InvocationRole, "lambda:Get*"), MendByHand = worker => UnplantAsync(worker, SoundWorker.InvocationRole),
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
        new("a version that another one has replaced", "Routing", "VersionNotRouted")
        {
            Status = CheckStatus.Warning,
            Plant = worker => Do(() => worker.Run(
                "$null = New-TemporalLambdaWorker $package.PackagePath -DeploymentName sound -BuildId next | "
                + "Publish-TemporalLambdaWorker | Grant-TemporalInvoke -TemporalPrincipalArn $principal | New-TemporalWorkerDeploymentVersion | Set-CurrentTemporalVersion")),
            Test = SoundWorker.Test + " -WorkflowType GreetingWorkflow -WorkflowInput World",
        },
    ];

    private static PlantedFault[] Queues() =>
    [
        new("a version whose worker never polled", "TaskQueue", "TaskQueueNotBound")
        {
            Plant = async worker =>
            {
                worker.Run("$two = New-TemporalLambdaWorker $package.PackagePath -DeploymentName sound -BuildId two");
                worker.Run("$null = $two | Publish-TemporalLambdaWorker -Environment @{ TEMPORAL_ADDRESS = '127.0.0.1:1' } | Grant-TemporalInvoke -TemporalPrincipalArn $principal | New-TemporalWorkerDeploymentVersion -TimeoutSeconds 0");
                await Task.CompletedTask;
            },

            // As it is when the log of that one invocation is long gone.
            Test = TestTwo + " -Exclude Log, Routing",
            Mend = "$null = $two | Publish-TemporalLambdaWorker -Environment @{ TEMPORAL_ADDRESS = $env:TEMPORAL_ADDRESS } | Grant-TemporalInvoke -TemporalPrincipalArn $principal | New-TemporalWorkerDeploymentVersion",
            Again = TestTwo + " -SkipPackage -Exclude Routing",
        },
        new("a task queue that the worker does not poll", "TaskQueue", "TaskQueueOther") { Test = SoundWorker.Test + " -TaskQueue another -Exclude Environment" },
        new("a worker that calls itself another version", "Pollers", "WorkerOfOtherVersion")
        {
            Plant = async worker => worker.Stranger = await Stranger.StartAsync(worker, "stranger", "00000000-0000-0000-0000-000000000000@" + worker.QualifiedArn),
            MendByHand = async worker => await worker.Stranger!.DisposeAsync(),
            Mend = DeployAnew,
        },
        new("tasks that no worker takes", "Backlog", "TasksNotTaken")
        {
            IsSlow = true,
            Plant = async worker =>
            {
                await IdleFunctionAsync(worker);
                await StartWorkflowsAsync(worker, 1);
                await WaitForOldTasksAsync(worker);
            },
            Test = SoundWorker.Test + " -SkipPackage",
            Mend = DeployAnew + Drained,
        },
        new("tasks that wait for a worker that cannot keep up", "Backlog", "TasksWaitLong")
        {
            IsSlow = true,
            Status = CheckStatus.Warning,
            Plant = async worker =>
            {
                await IdleFunctionAsync(worker);
                worker.Stranger = await Stranger.StartAsync(worker, "one", "slow", isSlow: true);
                await StartWorkflowsAsync(worker, 300);
                await WaitForOldTasksAsync(worker);
            },
            Test = SoundWorker.Test + " -SkipPackage",
            MendByHand = async worker => await worker.Stranger!.DisposeAsync(),
            Mend = With("-ReservedConcurrency 10") + Drained,
            Finally = With("-ReservedConcurrency -1"),
        },
        new("an invocation that failed, whose cause is mended", "Controller", "ControllerFailed")
        {
            Status = CheckStatus.Warning,
            Plant = async worker =>
            {
                await GrantAsync(worker, "lambda:GetFunction", "*");
                worker.Run("try { $null = $worker | New-TemporalWorkerDeploymentVersion -MaximumWorkerLifetime 61 -TimeoutSeconds 0 } catch { }");
                await SoundWorker.WaitAsync(
                    () => Task.FromResult(worker.Run($"(Get-TemporalWorkerDeploymentVersion {SoundWorker.Name} one).LastFailure -like '*AccessDenied*'")[0].BaseObject is true),
                    "The controller never failed.");
                worker.Run("$null = $worker | Grant-TemporalInvoke -TemporalPrincipalArn $principal");
            },
            Mend = DeployAnew,
        },
    ];

    private static PlantedFault[] Workflows() =>
    [
        new("a timeout shorter than an activity may take", "Workflow", "ActivityLongerThanTimeout")
        {
            Status = CheckStatus.Warning,
            Plant = worker => Do(() => worker.Run(WithTimeout(15))),
            Test = SoundWorker.Test + " -WorkflowType GreetingWorkflow -WorkflowInput World",
            Mend = WithTimeout(60),
            Again = SoundWorker.Test + " -WorkflowType GreetingWorkflow -WorkflowInput World",
        },
    ];

    private static PlantedFault[] Logs() =>
    [
        new("a bootstrap for another processor, whose package is not looked at", "Log", "WrongArchitecture")
        {
            Plant = worker => worker.RunToLogAsync(Zips.OtherArchitecture(), "exec format error"), Test = SoundWorker.Test + " -SkipPackage",
        },
        new("a bootstrap without the right to run, whose package is not looked at", "Log", "BootstrapNotStarted")
        {
            Plant = worker => worker.RunToLogAsync(Zips.Of("bootstrap", executable: false), "permission denied"), Test = SoundWorker.Test + " -SkipPackage",
        },
        Says("a native library that is missing", "NativeCoreMissing", "Unhandled exception. System.DllNotFoundException: Unable to load shared library 'temporalio_sdk_core_c_bridge'"),
        Says("a certificate that is not trusted", "CertificateNotTrusted", "tls: failed to verify certificate: x509: certificate signed by unknown authority"),
        Says("a key that Temporal refuses", "KeyRefused", "panic: failed reaching server: Request unauthorized."),
        Says("a namespace of the worker that does not exist", "NamespaceNotFound", "panic: Namespace nowhere is not found."),
        Says("an address that does not resolve", "AddressNotResolved", "dial tcp: lookup temporal.invalid: no such host"),
        new("a worker that needs more memory than there is", "Log", "OutOfMemory")
        {
            Plant = worker => worker.RunToLogAsync(Zips.Script("x=$(head -c 400000000 /dev/zero | tr '\\0' a); sleep 60"), "OutOfMemory", new() { MemorySize = 128 }),
            Test = SoundWorker.Test + " -SkipPackage",
            Mend = SoundWorker.Deploy.Replace("Publish-TemporalLambdaWorker", "Publish-TemporalLambdaWorker -MemorySize 512", StringComparison.Ordinal),
        },
        new("a worker that does not start in time", "Log", "InitTimedOut")
        {
            Plant = worker => worker.RunToLogAsync(Zips.Script("sleep 600"), "Status: timeout"), Test = SoundWorker.Test + " -SkipPackage",
        },
        new("a worker that does not stop in time", "Log", "InvocationTimedOut")
        {
            Plant = worker => worker.RunToLogAsync(
                Zips.Script("""exec bash -c 'exec 3<>/dev/tcp/${AWS_LAMBDA_RUNTIME_API%:*}/${AWS_LAMBDA_RUNTIME_API#*:}; printf "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n" >&3; sleep 600'"""),
                "Task timed out", new() { Timeout = 12 }),
            Test = SoundWorker.Test + " -SkipPackage -Exclude Timeout",
        },
        new("a worker that does not reach its server", "Log", "ServerNotReached")
        {
            Plant = async worker =>
            {
                string version = await worker.RepublishAsync(new() { Environment = await worker.EnvironmentWithAsync("TEMPORAL_ADDRESS", "127.0.0.1:1") });
                await worker.WaitForLogAsync(version, "connection refused");
            },
        },
        new("a worker that ends at once", "Log", "WorkerCrashed")
        {
            Plant = worker => worker.RunToLogAsync(Zips.Script("exit 3"), "exit status 3"),
            Test = SoundWorker.Test + " -SkipPackage",
        },
    ];
}
