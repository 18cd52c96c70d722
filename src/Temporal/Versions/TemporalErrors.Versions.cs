namespace TemporalLambda.Temporal;

/// <content>Worker Deployment Versions and their compute providers.</content>
public static partial class TemporalErrors
{
    /// <summary>A deployment name that the server would refuse.</summary>
    public static StageException DeploymentNameInvalid(string name, string problem) => new(
        "TemporalDeploymentNameInvalid", FaultCategory.InvalidArgument, $"'{name}' can not be the name of a worker deployment: {Bare(problem)}.",
        "Choose a name without '.' and ':' that does not start with '__', by -DeploymentName.", name);

    /// <summary>A build id that the server would refuse.</summary>
    public static StageException BuildIdInvalid(string buildId, string problem) => new(
        "TemporalBuildIdInvalid", FaultCategory.InvalidArgument, $"'{buildId}' can not be a build id: {Bare(problem)}.",
        "Choose another build id by -BuildId, or leave it out to get the code's fingerprint.", buildId);

    /// <summary>An ARN of another form.</summary>
    public static StageException ArnInvalid(string arn, string what, string example) => new(
        "TemporalArnInvalid", FaultCategory.InvalidArgument, $"'{arn}' is no ARN of a {what}.", $"Give one such as '{example}'.", arn);

    /// <summary>A scaler setting that the server would refuse.</summary>
    public static StageException ScalerSettingInvalid(string key, double value, string rule) => new(
        "TemporalScalerSettingInvalid", FaultCategory.InvalidArgument,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The scaler setting {key} can not be {value}: {Bare(rule)}."),
        "Correct the setting, or leave it out to keep the server's default.", key);

    /// <summary>A limit of the namespace.</summary>
    public static StageException LimitReached(string @namespace, string reason, Exception? inner) => new(
        "TemporalLimitReached", FaultCategory.LimitsExceeded, $"A limit of namespace '{@namespace}' is reached: {Bare(reason)}.",
        "Remove drained versions (Remove-TemporalWorkerDeploymentVersion -Keep 5) and deployments that are not used, or have the limit raised.", @namespace, inner);

    /// <summary>The server can not assume the invocation role.</summary>
    public static StageException RoleNotAssumable(string roleArn, string reason, Exception? inner) => new(
        "TemporalRoleNotAssumable", FaultCategory.PermissionDenied, $"Temporal can not assume role '{roleArn}': {Bare(reason)}.",
        "Let the role trust Temporal's principal with this External ID (Grant-TemporalInvoke does), then run the command again.", roleArn, inner);

    /// <summary>The role can be assumed without its External ID.</summary>
    public static StageException ExternalIdNotEnforced(string roleArn, Exception? inner) => new(
        "TemporalExternalIdNotEnforced", FaultCategory.PermissionDenied,
        $"Role '{roleArn}' can be assumed without its External ID, which Temporal does not accept.",
        "Add the condition StringEquals sts:ExternalId to the role's trust policy (Grant-TemporalInvoke does), then run the command again.", roleArn, inner);

    /// <summary>The server needs a role.</summary>
    public static StageException InvokeRoleRequired(string functionArn, string reason, Exception? inner) => new(
        "TemporalInvokeRoleRequired", FaultCategory.InvalidArgument,
        $"Temporal invokes '{functionArn}' only through a role with an External ID: {Bare(reason)}.",
        "Pipe the worker through Grant-TemporalInvoke, or give -InvokeRoleArn and -ExternalId.", functionArn, inner);

    /// <summary>A self-hosted server has no AWS identity of its own.</summary>
    public static StageException ServerIdentityMissing(string address, string reason, Exception? inner) => new(
        "TemporalServerIdentityMissing", FaultCategory.AuthenticationError,
        $"The Temporal Service at '{address}' could not use AWS: {Bare(reason)}.",
        "Give the server process AWS credentials (a role, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) and network access to STS.", address, inner);

    /// <summary>The role lacks a permission on the function.</summary>
    public static StageException FunctionAccessDenied(string action, string functionArn, string roleArn, Exception? inner) => new(
        "TemporalFunctionAccessDenied", FaultCategory.PermissionDenied, $"Role '{roleArn}' may not call {action} on '{functionArn}'.",
        $"Allow the role {action} on the function and its versions (Grant-TemporalInvoke does), then run the command again.", functionArn, inner);

    /// <summary>The function does not exist.</summary>
    public static StageException FunctionNotFound(string functionArn, string roleArn, Exception? inner) => new(
        "TemporalFunctionNotFound", FaultCategory.ObjectNotFound, $"Temporal finds no function '{functionArn}' (asked as role '{roleArn}').",
        "Publish the function first (Publish-TemporalLambdaWorker), and check account, region and version in the ARN.", functionArn, inner);

    /// <summary>Temporal could not invoke the function.</summary>
    public static StageException InvocationFailed(string functionArn, string reason, Exception? inner) => new(
        "TemporalInvocationFailed", FaultCategory.InvalidOperation, $"Temporal could not invoke '{functionArn}': {Bare(reason)}.",
        "Correct what the message names (state, reserved concurrency or key of the function), then run the command again.", functionArn, inner);

    /// <summary>The version exists, is not as wanted, and may not be updated.</summary>
    public static StageException VersionDiffers(string deploymentName, string buildId, IReadOnlyList<string> differences) => new(
        "TemporalVersionDiffers", FaultCategory.ResourceExists,
        $"Version '{buildId}' of worker deployment '{deploymentName}' exists and would have to get {string.Join(", ", differences)}.",
        "Leave -NoUpdate out to update it, or register the worker under another -BuildId.", $"{deploymentName}:{buildId}");

    /// <summary>Another scaling group of the version is for the same kind of task.</summary>
    public static StageException TaskQueueTypeTaken(string deploymentName, string buildId, TaskQueueKind kind, string group, string? functionArn) => new(
        "TemporalTaskQueueTypeTaken", FaultCategory.ResourceExists,
        $"Scaling group '{group}' of version '{buildId}' of worker deployment '{deploymentName}' is for {kind} tasks already{(functionArn is null ? "" : $", with '{functionArn}'")}.",
        "Give -TaskQueueType the same types as that group has, which changes its function, or register the worker under another -BuildId.",
        $"{deploymentName}:{buildId}");

    /// <summary>No version of the deployment has a worker controller yet, which is what checks.</summary>
    public static StageException NothingToValidateWith(string deploymentName, string buildId) => new(
        "TemporalNothingToValidateWith", FaultCategory.InvalidOperation,
        $"Temporal can not check version '{buildId}' in advance, because worker deployment '{deploymentName}' has no version with a compute provider yet.",
        "Leave -Validate out: the server checks the same before it creates the version, and refuses it where something is wrong.",
        $"{deploymentName}:{buildId}");

    /// <summary>The version was made without a compute provider, for example by a poll.</summary>
    public static StageException VersionHasNoProvider(string deploymentName, string buildId) => new(
        "TemporalVersionHasNoProvider", FaultCategory.InvalidOperation,
        $"Version '{buildId}' of worker deployment '{deploymentName}' has no compute provider that Temporal could check.",
        "Run New-TemporalWorkerDeploymentVersion for it, which gives it one.", $"{deploymentName}:{buildId}");

    /// <summary>Anything else that the server does not like about the version.</summary>
    public static StageException VersionRefused(string deploymentName, string buildId, string reason, Exception? inner) => new(
        "TemporalVersionRefused", FaultCategory.InvalidArgument,
        $"Temporal refused version '{buildId}' of worker deployment '{deploymentName}': {Bare(reason)}.",
        "Correct what the message names, then run the command again.", $"{deploymentName}:{buildId}", inner);

    /// <summary>The server failed and does not say why.</summary>
    public static StageException ServerFailed(string address, string deploymentName, string buildId, string reason, Exception? inner) => new(
        "TemporalServerFailed", FaultCategory.InvalidResult,
        $"The Temporal Service at '{address}' failed at version '{buildId}' of worker deployment '{deploymentName}': {Bare(reason)}.",
        "Run the command again; if it fails again, look for the quoted id in the server's log, and whether the namespace has too many worker controllers.",
        $"{deploymentName}:{buildId}", inner);

    /// <summary>The worker of the version never polled.</summary>
    public static StageException TaskQueueNotBound(
        string taskQueue, IReadOnlyList<TaskQueueKind>? kinds, string buildId, string functionArn, int seconds) => new(
        "TemporalTaskQueueNotBound", FaultCategory.OperationTimeout,
        $"No worker of version '{buildId}' polled task queue '{taskQueue}'{(kinds is { Count: > 0 } ? $" for {TaskQueueKinds.InWords(kinds)}" : "")} within {seconds} s after Temporal invoked '{functionArn}'.",
        "Read the function's log; look at its timeout (10 s at least), its connection to Temporal and its environment, then run the command again.",
        taskQueue, null);

    /// <summary>The worker polls another task queue.</summary>
    public static StageException OtherTaskQueueBound(string taskQueue, string buildId, IReadOnlyList<string> bound) => new(
        "TemporalOtherTaskQueueBound", FaultCategory.InvalidOperation,
        $"The worker of version '{buildId}' polls task queue {Listed(bound)}, not '{taskQueue}'.",
        "Set TEMPORAL_TASK_QUEUE in the function's environment or the queue in its code, or give the queue it polls by -TaskQueue.", taskQueue, null);

    /// <summary>The worker says that it is another version.</summary>
    public static StageException OtherVersionPolled(string deploymentName, string buildId, IReadOnlyList<string> polled) => new(
        "TemporalOtherVersionPolled", FaultCategory.InvalidOperation,
        $"The function's worker calls itself version {Listed(polled)} of worker deployment '{deploymentName}', not '{buildId}'.",
        "Set TEMPORAL_LAMBDA_BUILD_ID in the function's environment or the build id in its code to the registered one.",
        $"{deploymentName}:{buildId}", null);

    private static string Listed(IReadOnlyList<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
