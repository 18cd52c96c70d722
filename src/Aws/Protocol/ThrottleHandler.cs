using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace TemporalLambda.Aws.Protocol;

/// <summary>
/// Waits out throttles that are still there after the SDK's own retries, which end after seconds: an account's quota for changes of
/// functions is 15 a second for everybody together, and a burst of others can take a minute. Stands outside of <see cref="CallHandler"/>,
/// so that each try is a line of its own.
/// </summary>
/// <param name="service">The service's name in progress.</param>
/// <param name="reporter">Gets the progress.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class ThrottleHandler(string service, IStageReporter reporter, TimeProvider time) : PipelineHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        IRequestContext request = executionContext.RequestContext;
        long start = time.GetTimestamp();
        string activity = $"{service} {CallHandler.OperationOf(request)}";
        TimeSpan pause = FirstPause;
        bool reported = false;
        try
        {
            while (true)
            {
                try
                {
                    return await base.InvokeAsync<T>(executionContext);
                }
                catch (StageException e) when (e.Is(AwsFault.Throttled) && time.GetElapsedTime(start) < Patience)
                {
                    reported = true;
                    reporter.Progress(new StageProgress(activity, "AWS throttles it: waiting to try again"));
                }

                // Those that were throttled together do not come back together.
                await Task.Delay(pause * (0.75 + (Random.Shared.NextDouble() / 2)), time, request.CancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;

                // The SDK begins anew: with all of its own retries, and with a signature of this moment.
                request.Retries = 0;
                request.IsSigned = false;
            }
        }
        finally
        {
            if (reported)
            {
                reporter.Progress(new StageProgress(activity, "is done", Completed: true));
            }
        }
    }
}
