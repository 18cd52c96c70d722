using TemporalLambda.Aws;
using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>How many invocations there may be, and what becomes of those that fail.</summary>
internal sealed class ScalingChecks(VerificationTarget target)
{
    // The controller invokes again itself, within seconds.
    private const int LongestUsefulEventAge = 300;

    // Some workers at a time beside what else runs: an account begins with a quota of 10.
    private const int FewInvocations = 10;

    public async Task<Finding> ConcurrencyAsync(CancellationToken cancellationToken)
    {
        FunctionDescription description = await target.FunctionDescription.WaitAsync(cancellationToken);
        if (description.Concurrency?.ReservedConcurrentExecutions is { } reserved)
        {
            return reserved == 0
                ? Finding.Failed(
                    "ConcurrencyZero",
                    "The function's reserved concurrency is 0, so that every invocation is refused.",
                    "Run Publish-TemporalLambdaWorker with -ReservedConcurrency 1 or more, or aws lambda delete-function-concurrency.")
                : Finding.Passed($"{reserved} invocations at a time are reserved.");
        }

        AwsSession session = await target.Aws.WaitAsync(cancellationToken);
        AccountLimit limit;
        try
        {
            limit = (await session.Lambda.GetAccountSettingsAsync(cancellationToken)).AccountLimit;
        }
        catch (StageException e)
        {
            return Finding.Unseen(e);
        }

        string way = "Have the quota 'Concurrent executions' raised, or lower another function's reserved concurrency.";
        return limit.UnreservedConcurrentExecutions == 0
            ? Finding.Failed(
                "ConcurrencyUsedUp", $"Other functions have reserved all {limit.ConcurrentExecutions} concurrent invocations of the account in {session.Region}.", way)
            : limit.UnreservedConcurrentExecutions < FewInvocations
            ? Finding.Warning(
                "ConcurrencyNearlyUsedUp",
                $"Of the account's {limit.ConcurrentExecutions} concurrent invocations in {session.Region}, {limit.UnreservedConcurrentExecutions} are left for all functions that have none reserved.",
                way)
            : Finding.Passed($"{limit.UnreservedConcurrentExecutions} invocations at a time are left for the functions of the account.");
    }

    public async Task<Finding> RetriesAsync(CancellationToken cancellationToken)
    {
        FunctionArn arn = FunctionArn.Parse(await target.FunctionArnAsync());
        AwsSession session = await target.Aws.WaitAsync(cancellationToken);
        EventInvokeConfig config = await session.Lambda.GetFunctionEventInvokeConfigAsync(arn.Unqualified, arn.Qualifier, cancellationToken).OrNull()
            ?? new EventInvokeConfig { MaximumRetryAttempts = 2, MaximumEventAgeInSeconds = 21600 };
        int retries = config.MaximumRetryAttempts ?? 2, age = config.MaximumEventAgeInSeconds ?? 21600;
        return retries == 0 && age <= LongestUsefulEventAge
            ? Finding.Passed($"No retries, at most {age} s in Lambda's queue.")
            : Finding.Warning(
                "AsynchronousRetries",
                $"Lambda itself repeats a failed invocation {retries} times, up to {age} s later: Temporal invokes again anyway, so that they only cost.",
                "Run Publish-TemporalLambdaWorker again, which sets no retries and an age of 60 s.");
    }
}
