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

    public async Task<Finding> FunctionAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.Function.WaitAsync(cancellationToken);
        if (function.State is not (null or "Active"))
        {
            return Finding.Failed(
                "FunctionNotActive", $"{function.FunctionArn} is {function.State}: {function.StateReason}", "Publish the worker again.");
        }

        string arn = await target.FunctionArnAsync();
        string what = $"{function.FunctionName} {function.Version}: {function.Runtime}, {string.Join(", ", function.Architectures)}, {function.MemorySize} MB";
        return arn.Split(':').Length < 8
            ? Finding.Warning(
                "FunctionNotQualified",
                $"{what}. Temporal invokes {arn} without a version, so that each update changes the code under running workflows.",
                "Publish a version and register its ARN; Publish-TemporalLambdaWorker does without -Unqualified.")
            : Finding.Passed(what + ".");
    }

    public async Task<Finding> EnvironmentAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.Function.WaitAsync(cancellationToken);
        (string Name, string? Wanted)[] pairs =
        [
            (FunctionVariables.DeploymentName, target.DeploymentName),
            (FunctionVariables.BuildId, target.BuildId),
            (FunctionVariables.TaskQueue, target.Expected.TaskQueue),
        ];
        string[] wrong =
        [
            .. from pair in pairs
               let found = VerificationTarget.Variable(function, pair.Name)
               where pair.Wanted is not null && found != pair.Wanted
               select $"{pair.Name} is {(found is null ? "missing" : $"'{found}'")} and must be '{pair.Wanted}'",
        ];
        return wrong.Length == 0
            ? Finding.Passed("The worker learns the names that are registered.")
            : Finding.Failed(
                "EnvironmentDiffers",
                $"The worker polls as something else than what is registered: {string.Join("; ", wrong)}.",
                "Run Publish-TemporalLambdaWorker and New-TemporalWorkerDeploymentVersion again.");
    }

    public async Task<Finding> TimeoutAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.Function.WaitAsync(cancellationToken);
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
