using TemporalLambda.Aws;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>What Lambda has of the worker.</summary>
internal sealed class FunctionChecks(VerificationTarget target)
{
    // What a worker of any SDK keeps of the timeout to stop: 7 s, and 5 s are the least to get anything done.
    private const int ShortestUsefulTimeout = 12;

    public async Task<Finding> CredentialsAsync(CancellationToken cancellationToken)
    {
        AwsSession session = await target.Aws.WaitAsync(cancellationToken);
        CallerIdentity caller = await session.GetCallerIdentityAsync(cancellationToken);
        return Finding.Passed($"{caller.Arn} in {session.Region}.");
    }

    public async Task<Finding> ArnAsync(CancellationToken cancellationToken)
    {
        ComputeGroup group = (await target.Version.WaitAsync(cancellationToken)).Group!;
        AwsSession session = await target.Aws.WaitAsync(cancellationToken);
        FunctionArn arn;
        try
        {
            arn = FunctionArn.Parse(group.FunctionArn ?? "");
        }
        catch (StageException)
        {
            return Finding.Failed(
                "FunctionArnNotValid", $"'{group.FunctionArn}', which Temporal is to invoke, is no ARN of a function.", "Run New-TemporalWorkerDeploymentVersion again.");
        }

        if (arn.Parts.Region != session.Region)
        {
            return Finding.Failed(
                "FunctionInOtherRegion",
                $"Temporal invokes a function in {arn.Parts.Region}, and this session looks at {session.Region}.",
                $"Give -Region {arn.Parts.Region}, or register the function of {session.Region} by New-TemporalWorkerDeploymentVersion.");
        }

        if (AwsArn.TryParse(group.RoleArn, out AwsArn? role) && (role.Partition != arn.Parts.Partition || role.Account != arn.Parts.Account))
        {
            return Finding.Failed(
                "RoleOfOtherAccount",
                $"The role {group.RoleArn} is of another account or partition than the function {arn.Unqualified}.",
                "Run Grant-TemporalInvoke and New-TemporalWorkerDeploymentVersion again.");
        }

        return arn.Qualifier is null
            ? Finding.Warning(
                "FunctionNotQualified",
                $"Temporal invokes {arn.Unqualified} without a version, so that each update changes the code under running workflows.",
                "Publish a version and register its ARN; Publish-TemporalLambdaWorker does without -Unqualified.")
            : Finding.Passed($"Version {arn.Qualifier} of {arn.Name} in {arn.Parts.Region}.");
    }

    public async Task<Finding> FunctionAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.FunctionAsync(cancellationToken);
        return function switch
        {
            { State: "Failed" } => Finding.Failed(
                "FunctionNotActive", $"{function.FunctionArn} is {function.State}: {function.StateReason}", "Delete the function, and publish the worker again."),
            { State: not (null or "Active") } => Finding.Failed(
                "FunctionNotActive",
                $"{function.FunctionArn} is {function.State}: {function.StateReason}",
                "Publish the worker again, or wait until Lambda has brought it up: an invocation of a resting function fails and wakes it."),
            { LastUpdateStatus: "Failed" } => Finding.Failed(
                "FunctionUpdateFailed", $"The last update of {function.FunctionArn} failed: {function.LastUpdateStatusReason}", "Publish the worker again."),
            _ => Finding.Passed(
                $"{function.FunctionName} {function.Version}: {function.Runtime}, {string.Join(", ", function.Architectures)}, {function.MemorySize} MB."),
        };
    }

    public async Task<Finding> NetworkAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.FunctionAsync(cancellationToken);
        return function.VpcConfig is { SubnetIds.Count: > 0 } vpc
            ? vpc.SecurityGroupIds.Count == 0
                ? Finding.Failed(
                    "SecurityGroupMissing", $"The function is in {vpc.SubnetIds.Count} subnets without a security group.", "Run Publish-TemporalLambdaWorker with -SecurityGroupId.")
                : Finding.Passed(
                    $"In {string.Join(", ", vpc.SubnetIds)} with {string.Join(", ", vpc.SecurityGroupIds)}. Their routes and rules are EC2's and not looked at: "
                    + "whether they lead to the server is seen by the task queue, which is bound once a worker has reached it, and by the log.")
            : Finding.Passed("No VPC: the function reaches what the Internet does.");
    }

    public async Task<Finding> EnvironmentAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.FunctionAsync(cancellationToken);
        (string Name, string? Wanted)[] pairs =
        [
            (FunctionVariables.DeploymentName, target.DeploymentName),
            (FunctionVariables.BuildId, await target.BuildId),
            (FunctionVariables.TaskQueue, target.Expected.TaskQueue),

            // Where the function names none, a packaged temporal.toml does.
            (FunctionVariables.Namespace, VerificationTarget.Variable(function, FunctionVariables.Namespace) is null ? null : (await target.Temporal).Namespace),
        ];
        string[] wrong =
        [
            .. from pair in pairs
               let found = VerificationTarget.Variable(function, pair.Name)
               where pair.Wanted is not null && found != pair.Wanted
               select $"{pair.Name} is {(found is null ? "missing" : $"'{found}'")} and must be '{pair.Wanted}'",
        ];
        return wrong.Length > 0
            ? Finding.Failed(
                "EnvironmentDiffers",
                $"The worker polls as something else than what is registered: {string.Join("; ", wrong)}.",
                "Run Publish-TemporalLambdaWorker and New-TemporalWorkerDeploymentVersion again.")
            : Addressed(VerificationTarget.Variable(function, FunctionVariables.Address), await target.Temporal);
    }

    // Where the function names no address, a packaged temporal.toml does.
    private static Finding Addressed(string? worker, TemporalConnection session)
    {
        if (IsLoopback(worker) && !IsLoopback(session.Address))
        {
            return Finding.Failed(
                "AddressOfThisMachine",
                "The worker's address of Temporal is one of this machine, which nothing answers inside of the function.",
                "Run Publish-TemporalLambdaWorker with -WorkerAddress.");
        }

        // A namespace of Temporal Cloud has several addresses, and its name is nobody else's.
        bool same = worker is null || worker.Equals(session.Address, StringComparison.OrdinalIgnoreCase)
            || (IsLoopback(worker) && IsLoopback(session.Address))
            || (session.IsCloud && IsCloud(worker));
        return same
            ? Finding.Passed($"The worker learns the names that are registered{(worker is null ? "" : $", and connects to {worker}")}.")
            : Finding.Warning(
                "AddressDiffers",
                $"The worker connects to {worker} and this session to {session.Address}: whether both are the same Temporal Service can not be seen.",
                "Run Publish-TemporalLambdaWorker with -WorkerAddress if they are not, or give this command -Address as the worker has it.");
    }

    private static bool IsCloud(string address)
    {
        string host = address.Split(':')[0];
        return host.EndsWith(".tmprl.cloud", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".api.temporal.io", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsLoopback(string? address) =>
        address is not null && (address.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) || address.StartsWith("127.", StringComparison.Ordinal));

    public async Task<Finding> TimeoutAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.FunctionAsync(cancellationToken);
        ComputeGroup group = (await target.Version).Group!;
        double? lifetime = group.Scaler.TryGetValue("max_worker_lifetime_ms", out double ms) ? ms / 1000 : null;
        return function.Timeout < ShortestUsefulTimeout
            ? Finding.Failed(
                "TimeoutTooShort",
                $"The function's timeout is {function.Timeout} s, of which a worker needs 7 to stop.",
                "Publish the worker with -Timeout 60 or more.")
            : lifetime is { } seconds && seconds > function.Timeout + 1
                ? Finding.Warning(
                    "LifetimeLongerThanTimeout",
                    $"Temporal reckons with workers that live {seconds:0} s, and the function's timeout is {function.Timeout} s.",
                    "Run New-TemporalWorkerDeploymentVersion again, which takes the lifetime from the timeout.")
                : Finding.Passed($"{function.Timeout} s.");
    }
}
