using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>What waits in the version's task queues, who takes it from there, and what the server's controller failed at.</summary>
internal sealed class QueueChecks(VerificationTarget target)
{
    // A worker that has to be started first takes a task within seconds.
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(60);

    // What polled before the last deployment says nothing about this one; the server remembers it for five minutes.
    private static readonly TimeSpan RecentPoll = TimeSpan.FromMinutes(1);

    // An older one that nothing waits for is history.
    private static readonly TimeSpan RecentFailure = TimeSpan.FromMinutes(15);

    public async Task<Finding> TaskQueueAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> bound = (await target.Version.WaitAsync(cancellationToken)).TaskQueues;
        string? wanted = await target.TaskQueueAsync();
        return bound.Count == 0
            ? Finding.Failed(
                "TaskQueueNotBound",
                "No worker of this version ever polled, so that Temporal knows no task queue to invoke it for.",
                "Look at the function's log for why its first invocation failed, then run New-TemporalWorkerDeploymentVersion again.")
            : wanted is not null && !bound.Contains(wanted)
                ? Finding.Failed(
                    "TaskQueueOther",
                    $"The version is bound to {string.Join(", ", bound)}, not to {wanted}.",
                    "Publish the worker with the task queue that it polls.")
                : Finding.Passed($"Bound to {string.Join(", ", bound)}.");
    }

    public async Task<Finding> PollersAsync(CancellationToken cancellationToken)
    {
        VersionState version = await target.Version.WaitAsync(cancellationToken);
        TemporalConnection connection = await target.Temporal;
        string build = await target.BuildId, arn = await target.FunctionArnAsync();
        Poller[] all = [.. (await Task.WhenAll(version.TaskQueues.Select(queue => Pollers.ReadAsync(connection, queue, cancellationToken)))).SelectMany(p => p)];
        Poller[] own = [.. all.Where(poller => poller.DeploymentName == target.DeploymentName && poller.BuildId == build)];
        DateTimeOffset now = DateTimeOffset.UtcNow;
        Poller? stranger = all.Except(own).FirstOrDefault(poller => poller.Identity.EndsWith("@" + arn, StringComparison.Ordinal) && now - poller.LastPoll < RecentPoll);
        return stranger is not null
            ? Finding.Failed(
                "WorkerOfOtherVersion",
                $"The function's worker calls itself {Named(stranger)}, so that it gets no task of this version, for which Temporal invokes it again and again.",
                $"Have the worker take its names from TEMPORAL_LAMBDA_DEPLOYMENT_NAME and TEMPORAL_LAMBDA_BUILD_ID, or register it as {Named(stranger)}.")
            : own.Length == 0
                ? Finding.Passed("No worker polls; Temporal invokes the function for the next task.")
                : Finding.Passed($"{(own.Length == 1 ? "1 worker" : $"{own.Length} workers")} polled within five minutes, the last one {Ago(now - own.Max(poller => poller.LastPoll))}.");
    }

    public async Task<Finding> BacklogAsync(CancellationToken cancellationToken)
    {
        VersionDescription version = await target.VersionDescription.WaitAsync(cancellationToken);
        TaskQueueDescription[] waiting = [.. version.TaskQueues.Where(queue => queue.Backlog > 0)];
        TaskQueueDescription? worst = waiting.MaxBy(queue => queue.BacklogAge);
        if (worst is null)
        {
            return Finding.Passed("No task waits.");
        }

        string words = $"{waiting.Sum(queue => queue.Backlog)} tasks wait, the oldest one for {worst.BacklogAge?.TotalSeconds ?? 0:0} s in {worst.Name} ({worst.Type}).";
        return !(worst.BacklogAge > LongWait)
            ? Finding.Passed(words)
            : worst.DispatchRate > 0
                ? Finding.Warning(
                    "TasksWaitLong", words, "Run Publish-TemporalLambdaWorker with a larger -ReservedConcurrency or -MemorySize, if its workers cannot keep up.")
                : Finding.Failed(
                    "TasksNotTaken", $"{words} No worker takes them.",
                    "Look at the function's log; where it tells nothing, publish the worker anew and have it invoked: Test-TemporalLambdaWorker -WorkflowType.");
    }

    public async Task<Finding> ControllerAsync(CancellationToken cancellationToken)
    {
        VersionDescription version = await target.VersionDescription.WaitAsync(cancellationToken);
        if (version.ControllerRefusal is { } refusal)
        {
            return Finding.Unseen(refusal);
        }

        StageException? failure = ControllerExplanation.Of(version, await target.Temporal);
        return failure is not null && DateTimeOffset.UtcNow - version.LastFailureTime < RecentFailure
            ? Finding.Warning(
                "ControllerFailed",
                $"Temporal's worker controller failed at {version.LastFailedActivity} {Ago(DateTimeOffset.UtcNow - version.LastFailureTime!.Value)}: {failure.Message}",
                $"{failure.Recommendation} Once that is right, the next invocation clears it: Test-TemporalLambdaWorker -WorkflowType.")
            : failure is not null
                ? Finding.Passed($"Nothing was to be invoked since Temporal failed at it {Ago(DateTimeOffset.UtcNow - version.LastFailureTime!.Value)}: {failure.Message}")
            : version.LastInvocationTime is { } invoked
                ? Finding.Passed($"Temporal had the function invoked {Ago(DateTimeOffset.UtcNow - invoked)}, and nothing failed since.")
                : Finding.Passed("Nothing failed, as far back as its history was read.");
    }

    private static string Named(Poller poller) => poller.BuildId.Length == 0 ? "no version at all" : $"{poller.DeploymentName} {poller.BuildId}";

    /// <summary>An age in words.</summary>
    public static string Ago(TimeSpan age) => age switch
    {
        { TotalSeconds: < 100 } => $"{Math.Max(0, age.TotalSeconds):0} s ago",
        { TotalMinutes: < 100 } => $"{age.TotalMinutes:0} min ago",
        { TotalHours: < 48 } => $"{age.TotalHours:0} h ago",
        _ => $"{age.TotalDays:0} days ago",
    };
}
