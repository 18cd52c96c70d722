namespace TemporalLambda.Aws.Protocol;

/// <summary>
/// Waits out throttles that are still there after the SDK's own retries, which end after seconds: an account's quota for changes of
/// functions is 15 a second for everybody together, and a burst of others can take a minute.
/// </summary>
internal sealed class ThrottlePatience(string service, IStageReporter reporter, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Repeats a call until it is not throttled any more.</summary>
    /// <param name="operation">What the call does.</param>
    /// <param name="call">The call; each try is a new request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StageException">It is still throttled after a minute, or failed otherwise.</exception>
    public async Task<T> WaitAsync<T>(string operation, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        string activity = $"{service} {operation}";
        TimeSpan pause = FirstPause;
        bool reported = false;
        try
        {
            while (true)
            {
                try
                {
                    return await call();
                }
                catch (StageException e) when (e.Is(AwsFault.Throttled) && time.GetElapsedTime(start) < Patience)
                {
                    reported = true;
                    reporter.Progress(new StageProgress(activity, "AWS throttles it: waiting to try again"));
                }

                // Those that were throttled together do not come back together.
                await Task.Delay(pause * (0.75 + (Random.Shared.NextDouble() / 2)), time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
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
