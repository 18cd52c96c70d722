using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Logging;
using Temporalio.Worker;

namespace TemporalLambda.Runtime.Invocations;

/// <summary>
/// One worker from its first poll to its stop. Polls are stopped first, then what they brought is worked off, then the server is told:
/// each step within the time left.
/// </summary>
internal sealed class WorkerRun(
    TemporalWorker worker, TaskTally? tally, PollRecall recall, DeadlineBudget budget, TimeProvider time, ILogger logger) : IDisposable
{
    // What the server may take to answer ShutdownWorker once nothing runs any more. It is told as a courtesy: sticky tasks go
    // elsewhere at once instead of after their timeout.
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ServerPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollPatience = TimeSpan.FromMilliseconds(500);

    // Polls that the server has ended come back within milliseconds. More is needed only where the machine or the network stalls, and
    // then it is worth waiting: a poll that is cut while its task is under way costs that workflow ten seconds.
    private static readonly TimeSpan RecalledPollPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    /// <summary>Tasks that it ever began; zero where they cannot be counted.</summary>
    public long TasksStarted => tally?.Started ?? 0;

    /// <summary>Starts the worker. It polls once its tally is open.</summary>
    public void Start() => running = worker.ExecuteAsync(stop.Token);

    /// <summary>Ends a worker that has not polled, without waiting for a server that does not answer.</summary>
    public void Abandon()
    {
        stop.Cancel();
        LeaveBehind();
    }

    /// <summary>Works until one of the reasons to stop.</summary>
    /// <param name="idleTimeout">Zero for no end when idle.</param>
    /// <param name="cancellationToken">Stops the worker at once.</param>
    public async Task<StopReason> WorkAsync(TimeSpan idleTimeout, CancellationToken cancellationToken)
    {
        var endsWhenIdle = tally is not null && idleTimeout > TimeSpan.Zero;
        while (true)
        {
            var workLeft = budget.WorkLeft;
            if (workLeft <= TimeSpan.Zero)
            {
                return StopReason.Deadline;
            }

            var idleLeft = endsWhenIdle ? idleTimeout - tally!.IdleFor : workLeft;
            if (idleLeft <= TimeSpan.Zero)
            {
                // Asking the server takes a moment, in which a task may come: then the invocation goes on.
                await recall.PrepareAsync(Share(ServerPatience));
                if (tally!.IdleFor >= idleTimeout)
                {
                    return StopReason.Idle;
                }

                continue;
            }

            using var waking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var wait = Task.Delay(idleLeft < workLeft ? idleLeft : workLeft, time, waking.Token);
            if (await Task.WhenAny(running, wait) == running)
            {
                await waking.CancelAsync();
                return StopReason.Failed;
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return StopReason.Cancelled;
            }
        }
    }

    /// <summary>Stops the worker.</summary>
    /// <returns>Whether it has stopped; otherwise it is left behind, and its connection is not to be trusted.</returns>
    public async Task<bool> StopAsync(StopReason reason)
    {
        if (tally is not null && reason != StopReason.Failed)
        {
            // An idle worker has just asked; a server that did not answer then is not waited for twice.
            var canRecall = reason == StopReason.Idle ? recall.IsPrepared : await recall.PrepareAsync(Share(ServerPatience));
            tally.Close();
            if (!canRecall)
            {
                logger.PollsAreCut();
            }

            await (canRecall ? RecallPollsAsync(tally) : LetPollsReturnAsync(tally, reason));
        }

        await stop.CancelAsync();
        await WaitUntilStoppedAsync();
        if (running.IsCompleted)
        {
            return true;
        }

        if (tally is { Running: > 0 and var count })
        {
            logger.TasksLeftBehind(count);
        }
        else
        {
            logger.ShutdownUnanswered();
        }

        LeaveBehind();
        return false;
    }

    /// <summary>Throws what the worker failed with; returns if it was stopped.</summary>
    public async Task ThrowIfFailedAsync()
    {
        if (!running.IsCompleted)
        {
            return;
        }

        try
        {
            await running;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // How a worker ends that was told to.
        }
    }

    public void Dispose()
    {
        // A worker that is left behind still looks at its token.
        if (running.IsCompleted)
        {
            stop.Dispose();
            worker.Dispose();
        }
    }

    private void LeaveBehind() => _ = running.ContinueWith(
        ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task RecallPollsAsync(TaskTally polls)
    {
        var patience = await recall.RecallAsync(Share(ServerPatience)) ? Share(RecalledPollPatience) : PollPatience;
        var began = time.GetTimestamp();
        while (polls.Waiting > 0 && time.GetElapsedTime(began) < patience && !running.IsCompleted)
        {
            await Task.Delay(Glance, time);
        }

        // What they brought runs on while the core stops, with the grace that running tasks have. Stopping it at once also tells the
        // server to send the workflows that it continues elsewhere, instead of to a sticky queue that nobody polls any more.
    }

    // Under load every waiting poll gets a task within moments. Cutting polls then would cut tasks that are on their way; so no new
    // poll begins, and those that wait may come back. Without load nothing comes, and there is nothing to wait for.
    private async Task LetPollsReturnAsync(TaskTally polls, StopReason reason)
    {
        var began = time.GetTimestamp();
        var startedBefore = polls.Started;
        while (reason != StopReason.Idle && polls.Waiting > 0 && !running.IsCompleted
            && time.GetElapsedTime(began) is var waited && waited < (polls.Started > startedBefore ? PollPatience : Look))
        {
            await Task.Delay(Glance, time);
        }
    }

    // Of what is left before the worker must have stopped, no step of the stop takes more than a third.
    private TimeSpan Share(TimeSpan wanted) => budget.StopLeft / 3 is var third && third < wanted ? third : wanted;

    private async Task WaitUntilStoppedAsync()
    {
        var idleSince = time.GetTimestamp();
        while (!running.IsCompleted)
        {
            if (tally is null or { Running: > 0 })
            {
                idleSince = time.GetTimestamp();
            }

            var left = budget.StopLeft;
            var farewellLeft = FarewellPatience - time.GetElapsedTime(idleSince);
            if (left <= TimeSpan.Zero || farewellLeft <= TimeSpan.Zero)
            {
                return;
            }

            using var waking = new CancellationTokenSource();
            await Task.WhenAny(running, Task.Delay(new[] { left, farewellLeft, Look }.Min(), time, waking.Token));
            await waking.CancelAsync();
        }
    }
}
