namespace TemporalLambda.Aws.Functions;

/// <summary>Waits out the seconds in which a new role exists and Lambda can not assume it yet.</summary>
internal sealed class RolePropagation(IStageReporter reporter, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Repeats a call until Lambda can assume the role that it names.</summary>
    /// <exception cref="StageException">Lambda can not after a minute, or the call failed otherwise.</exception>
    public async Task<T> WaitAsync<T>(string roleArn, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        string activity = $"Role {RoleName.Of(roleArn)}";
        bool reported = false;
        try
        {
            while (true)
            {
                try
                {
                    return await call();
                }
                catch (StageException e) when (IsNotYet(e))
                {
                    if (time.GetElapsedTime(start) > Patience)
                    {
                        throw AwsErrors.RoleNotAssumable(roleArn, e.AwsMessage().TrimEnd('.'), e);
                    }
                }

                reported = true;
                reporter.Progress(new StageProgress(activity, "waiting until Lambda can assume it"));
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        finally
        {
            if (reported)
            {
                reporter.Progress(new StageProgress(activity, "can be assumed", Completed: true));
            }
        }
    }

    // Lambda has no error code for it, only these words.
    private static bool IsNotYet(StageException e) => e.Is(AwsFault.Invalid)
        && (e.AwsMessage().Contains("cannot be assumed", StringComparison.OrdinalIgnoreCase)
            || e.AwsMessage().Contains("execution role does not have permissions", StringComparison.OrdinalIgnoreCase)
            || e.AwsMessage().Contains("does not refer to a valid principal", StringComparison.OrdinalIgnoreCase));
}
