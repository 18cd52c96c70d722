using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Logging;
using Temporalio.Worker;

namespace TemporalLambda.Runtime.Invocations;

/// <summary>
/// One worker from its first poll to its stop. Polls are stopped first, then what they brought is worked off, then the server is told:
/// each step within the time left.
/// </summary>
internal sealed class WorkerRun(TemporalWorker worker, TaskTally? tally, DeadlineBudget budget, TimeProvider time, ILogger logger) : IDisposable
{
    // What the server may take to answer ShutdownWorker once nothing runs any more. It is told as a courtesy: sticky tasks go
    // elsewhere at once instead of after their timeout.
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollPatience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    /// <summary>Works until one of the reasons to stop.</summary>
    /// <param name="idleTimeout">Zero for no end when idle.</param>
    /// <param name="cancellationToken">Stops the worker at once.</param>
    public async Task<StopReason> WorkAsync(TimeSpan idleTimeout, CancellationToken cancellationToken)
    {
        running = worker.ExecuteAsync(stop.Token);
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
                return StopReason.Idle;
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
        tally?.Close();
        if (reason is StopReason.Deadline or StopReason.Cancelled)
        {
            await WaitForPollsAsync();
        }

        await stop.CancelAsync();
        var idleSince = time.GetTimestamp();
        while (!running.IsCompleted)
        {
            if (tally is null || tally.Running > 0)
            {
                idleSince = time.GetTimestamp();
            }

            var left = budget.StopLeft;
            var farewellLeft = FarewellPatience - time.GetElapsedTime(idleSince);
            if (left <= TimeSpan.Zero || farewellLeft <= TimeSpan.Zero)
            {
                break;
            }

            using var waking = new CancellationTokenSource();
            var wait = new[] { left, farewellLeft, TimeSpan.FromMilliseconds(200) }.Min();
            await Task.WhenAny(running, Task.Delay(wait, time, waking.Token));
            await waking.CancelAsync();
        }

        if (running.IsCompleted)
        {
            return true;
        }

        var stillRunning = tally?.Running ?? 0;
        if (stillRunning > 0)
        {
            logger.TasksLeftBehind(stillRunning);
        }
        else
        {
            logger.ShutdownUnanswered();
        }

        Forget(running);
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

    private static void Forget(Task task) =>
        _ = task.ContinueWith(ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    // Under load every waiting poll gets a task within moments. Cutting polls then would cut tasks that are on their way, which the
    // server only hands out again after their timeout; so no new poll begins, and those that wait may come back.
    private async Task WaitForPollsAsync()
    {
        if (tally is null)
        {
            return;
        }

        var began = time.GetTimestamp();
        var startedBefore = tally.Started;
        while (tally.Waiting > 0 && time.GetElapsedTime(began) < PollPatience && !running.IsCompleted)
        {
            await Task.Delay(Glance, time);
            if (tally.Started == startedBefore && time.GetElapsedTime(began) > PollPatience / 3)
            {
                // No load: nothing is coming.
                return;
            }
        }
    }
}
