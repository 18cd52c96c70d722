using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Functions;

/// <summary>
/// The one wait around every change of a function. Lambda answers an update before it is done: what is published or updated in that
/// window is refused, or holds the old code.
/// </summary>
internal sealed class FunctionReadiness(LambdaClient lambda, IStageReporter reporter, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>The function, once no creation and no update is under way.</summary>
    /// <param name="functionName">The function.</param>
    /// <param name="afterUpdate">Whether the last update was ours: then its failure is an error, and otherwise the next one mends it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StageException">It failed, or took longer than five minutes.</exception>
    public async Task<FunctionConfiguration> WaitAsync(string functionName, bool afterUpdate, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        string activity = $"Function {functionName}";
        TimeSpan pause = FirstPause;
        bool reported = false;
        try
        {
            while (true)
            {
                FunctionConfiguration found = await lambda.GetFunctionConfigurationAsync(functionName, null, cancellationToken);
                if (found.State is not "Pending" && found.LastUpdateStatus is not "InProgress")
                {
                    return Check(found, afterUpdate);
                }

                if (time.GetElapsedTime(start) > Patience)
                {
                    throw AwsErrors.FunctionNotReady(functionName, Reason(found.StateReason ?? found.LastUpdateStatusReason));
                }

                reported = true;
                reporter.Progress(new StageProgress(activity, found.State is "Pending" ? "is being created" : "is being updated"));
                await Task.Delay(pause, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        finally
        {
            if (reported)
            {
                reporter.Progress(new StageProgress(activity, "is ready", Completed: true));
            }
        }
    }

    private static FunctionConfiguration Check(FunctionConfiguration found, bool afterUpdate)
    {
        if (found.State is "Failed")
        {
            throw AwsErrors.FunctionFailed(found.FunctionName, found.Role, found.StateReasonCode, Reason(found.StateReason));
        }

        return afterUpdate && found.LastUpdateStatus is "Failed"
            ? throw AwsErrors.FunctionUpdateFailed(
                found.FunctionName, found.Role, found.LastUpdateStatusReasonCode, Reason(found.LastUpdateStatusReason))
            : found;
    }

    private static string Reason(string? given) => string.IsNullOrWhiteSpace(given) ? "no reason was given" : given.Trim().TrimEnd('.');
}
