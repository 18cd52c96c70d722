using System.Collections.Concurrent;
using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>
/// Asynchronous invocations: each is run once, repeated after a failure as its settings say, and dropped when it is too old. A throttled
/// one does not count as a failure; it comes again after 1 second, then 2, 4, up to 5 minutes. Destinations are not emulated.
/// </summary>
internal sealed class AsyncQueue(
    Func<FunctionVersion, Invocation, Task<InvocationResult>> run, IReadOnlyList<TimeSpan> retryDelays, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan DefaultAge = TimeSpan.FromHours(6);
    private static readonly TimeSpan LongestThrottleDelay = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Event, Task> _events = new();

    /// <summary>How many are not done yet.</summary>
    internal int Count => _events.Count;

    internal void Add(FunctionVersion version, Invocation invocation, AsyncInvokeSettings settings)
    {
        var queued = new Event(version, invocation, settings, time.GetUtcNow());
        _events[queued] = Task.CompletedTask;
        _events[queued] = RunAsync(queued);
    }

    /// <summary>Drops what waits for a version, or for all versions of a function.</summary>
    internal void Drop(string functionName, string? version)
    {
        foreach (var queued in _events.Keys.Where(queued => queued.Version.FunctionName == functionName
            && (version is null || queued.Version.Version == version)))
        {
            queued.Dropped.Cancel();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAny(Task.WhenAll(_events.Values), Task.Delay(TimeSpan.FromSeconds(2)));
        _end.Dispose();
    }

    private async Task RunAsync(Event queued)
    {
        await Task.Yield();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, queued.Dropped.Token);
        try
        {
            var failures = 0;
            var throttles = 0;
            while (!end.IsCancellationRequested && !IsTooOld(queued))
            {
                var result = await run(queued.Version, queued.Invocation);
                if (!result.Throttled && (result.FunctionError is null || failures >= queued.Settings.MaximumRetryAttempts))
                {
                    return;
                }

                var delay = result.Throttled ? ThrottleDelay(throttles++) : retryDelays[Math.Min(failures++, retryDelays.Count - 1)];
                await Task.Delay(delay, time, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The sandbox ends, or the function was deleted.
        }
        finally
        {
            _events.TryRemove(queued, out _);
            queued.Dropped.Dispose();
        }
    }

    private bool IsTooOld(Event queued) => time.GetUtcNow() - queued.At > (queued.Settings.MaximumEventAge ?? DefaultAge);

    private static TimeSpan ThrottleDelay(int throttles) =>
        TimeSpan.FromSeconds(Math.Min(LongestThrottleDelay.TotalSeconds, Math.Pow(2, Math.Min(throttles, 20))));

    private sealed class Event(FunctionVersion version, Invocation invocation, AsyncInvokeSettings settings, DateTimeOffset at)
    {
        internal FunctionVersion Version { get; } = version;

        internal Invocation Invocation { get; } = invocation;

        internal AsyncInvokeSettings Settings { get; } = settings;

        internal DateTimeOffset At { get; } = at;

        internal CancellationTokenSource Dropped { get; } = new();
    }
}
