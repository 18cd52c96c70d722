namespace TemporalLambda.Aws.Iam;

/// <summary>Waits out the moments in which a role was created and IAM does not know it everywhere yet.</summary>
internal sealed class RoleVisibility(IStageReporter reporter, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Repeats a call on a role that was just created until IAM knows the role.</summary>
    /// <exception cref="StageException">IAM still does not after half a minute, or the call failed otherwise.</exception>
    public async Task WaitAsync(string roleName, Func<Task> call, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        string activity = $"Role {roleName}";
        bool reported = false;
        try
        {
            while (true)
            {
                try
                {
                    await call();
                    return;
                }
                catch (StageException e) when (e.Is(AwsFault.NotFound) && time.GetElapsedTime(start) < Patience)
                {
                    reported = true;
                    reporter.Progress(new StageProgress(activity, "waiting until IAM knows it everywhere"));
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        finally
        {
            if (reported)
            {
                reporter.Progress(new StageProgress(activity, "is known", Completed: true));
            }
        }
    }
}
