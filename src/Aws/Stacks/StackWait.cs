namespace TemporalLambda.Aws.Stacks;

/// <summary>Waits until CloudFormation is done with a stack, and shows what it does.</summary>
internal sealed class StackWait(StacksClient stacks, IStageReporter reporter, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>The stack once nothing is under way, with the event that any failure began with; no stack where it is gone.</summary>
    /// <param name="stack">The stack's name, or its id to see it also once it is deleted.</param>
    /// <param name="token">The request that is waited for, or null: then events are not read.</param>
    /// <param name="cancellationToken">Ends the wait; what CloudFormation does goes on.</param>
    /// <exception cref="StageException">It took longer than half an hour.</exception>
    public async Task<(Stack? Stack, StackEvent? Cause)> WaitAsync(string stack, string? token, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        TimeSpan pause = FirstPause;
        string activity = $"Stack {NameOf(stack)}";
        HashSet<string> seen = new(StringComparer.Ordinal);
        StackEvent? cause = null;
        bool reported = false;
        try
        {
            while (true)
            {
                Stack? found = await stacks.DescribeStacksAsync(stack, cancellationToken);
                if (found is not null && token is not null)
                {
                    foreach (StackEvent step in await NewEventsAsync(found.StackId, token, seen, cancellationToken))
                    {
                        string reason = step.Reason is null ? "" : $" ({step.Reason})";
                        string line = $"{step.LogicalResourceId}: {step.ResourceStatus}{reason}";
                        reporter.Verbose($"cloudformation {NameOf(stack)}: {line}");
                        reporter.Progress(new StageProgress(activity, line));
                        reported = true;
                        cause ??= step.IsCause ? step : null;
                    }
                }

                if (found is not { IsInProgress: true })
                {
                    return (found, cause);
                }

                if (time.GetElapsedTime(start) > Patience)
                {
                    throw AwsErrors.StackNotReady(found.StackName, found.StackStatus);
                }

                reporter.Progress(new StageProgress(activity, found.StackStatus));
                reported = true;
                await Task.Delay(pause, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        finally
        {
            if (reported)
            {
                reporter.Progress(new StageProgress(activity, "", Completed: true));
            }
        }
    }

    private static string NameOf(string stack) => stack.StartsWith("arn:", StringComparison.Ordinal) && stack.Split('/') is [_, var name, ..] ? name : stack;

    // Newest first on the wire, oldest first here; what was seen ends the reading.
    private async Task<IReadOnlyList<StackEvent>> NewEventsAsync(string stackId, string token, HashSet<string> seen, CancellationToken cancellationToken)
    {
        List<StackEvent> found = [];
        string? next = null;
        bool known = false;
        do
        {
            (IReadOnlyList<StackEvent> page, next) = await stacks.DescribeStackEventsAsync(stackId, next, cancellationToken);
            foreach (StackEvent step in page)
            {
                known |= !seen.Add(step.EventId) || (step.ClientRequestToken is not null && step.ClientRequestToken != token);
                if (!known)
                {
                    found.Add(step);
                }
            }
        }
        while (!string.IsNullOrEmpty(next) && !known);
        found.Reverse();
        return found;
    }
}
