using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>
/// All execution environments: who is idle, who works, and whether a function may have one more. Of the idle ones the one that worked
/// last is taken first, so that a burst's surplus ends by itself.
/// </summary>
internal sealed class EnvironmentPool : IAsyncDisposable
{
    // The keys of an environment are valid for twelve hours; Lambda too renews environments after some hours.
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(10);

    private readonly Lock _gate = new();
    private readonly List<Slot> _slots = [];
    private readonly Dictionary<string, int> _reserved = [];
    private readonly Func<FunctionVersion, ExecutionEnvironment> _create;
    private readonly ExecutionOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private bool _disposed;

    internal EnvironmentPool(Func<FunctionVersion, ExecutionEnvironment> create, ExecutionOptions options, TimeProvider time)
    {
        _create = create;
        _options = options;
        _time = time;
        var period = options.IdleLimit / 10;
        _sweep = time.CreateTimer(_ => EndIdle(), null, period, period);
    }

    /// <summary>How many there are, idle ones included.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _slots.Count;
            }
        }
    }

    internal void SetReserved(string functionName, int? limit)
    {
        lock (_gate)
        {
            if (limit is { } value)
            {
                _reserved[functionName] = value;
            }
            else
            {
                _reserved.Remove(functionName);
            }
        }
    }

    /// <summary>An environment for one invocation, to be given back; null when there is no concurrency left.</summary>
    internal Slot? TryRent(FunctionVersion version)
    {
        lock (_gate)
        {
            var working = _slots.Count(slot => slot.Busy && slot.Environment.Version.FunctionName == version.FunctionName);
            if (_disposed || (_reserved.TryGetValue(version.FunctionName, out var limit) && working >= limit))
            {
                return null;
            }

            foreach (var gone in _slots.Where(slot => !slot.Busy && !IsFit(slot)).ToList())
            {
                End(gone);
            }

            var idle = _slots.Where(slot => !slot.Busy && IsSame(slot.Environment.Version, version)).MaxBy(slot => slot.LastUse);
            if (idle is null)
            {
                if (_slots.Count >= _options.MaximumEnvironments)
                {
                    // The one that is idle for the longest time makes room.
                    if (_slots.Where(slot => !slot.Busy).MinBy(slot => slot.LastUse) is not { } oldest)
                    {
                        return null;
                    }

                    End(oldest);
                }

                idle = new Slot(_create(version), _time.GetTimestamp());
                _slots.Add(idle);
            }

            idle.Busy = true;
            return idle;
        }
    }

    internal void Return(Slot slot)
    {
        lock (_gate)
        {
            slot.Busy = false;
            slot.LastUse = _time.GetTimestamp();
            if (slot.Retired || _disposed || !IsFit(slot))
            {
                End(slot);
            }
        }
    }

    /// <summary>Ends the environments of a version, or of all; done when the last one of them that works has ended too.</summary>
    internal Task RetireAsync(string functionName, string? version)
    {
        lock (_gate)
        {
            var retired = _slots.Where(slot => slot.Environment.Version.FunctionName == functionName
                && (version is null || slot.Environment.Version.Version == version)).ToList();
            foreach (var slot in retired)
            {
                slot.Retired = true;
                if (!slot.Busy)
                {
                    End(slot);
                }
            }

            return Task.WhenAll(retired.Select(slot => slot.Ended.Task));
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<Slot> all;
        lock (_gate)
        {
            _disposed = true;
            all = [.. _slots];
            all.ForEach(End);
        }

        await _sweep.DisposeAsync();
        await Task.WhenAll(all.Select(slot => slot.Ended.Task));
    }

    private static bool IsSame(FunctionVersion one, FunctionVersion other) =>
        one.FunctionName == other.FunctionName && one.Version == other.Version && one.RevisionId == other.RevisionId;

    private bool IsFit(Slot slot) => slot.Environment.IsUsable && _time.GetElapsedTime(slot.Made) < LongestLife;

    private void EndIdle()
    {
        lock (_gate)
        {
            foreach (var slot in _slots.Where(slot => !slot.Busy && _time.GetElapsedTime(slot.LastUse) >= _options.IdleLimit).ToList())
            {
                End(slot);
            }
        }
    }

    private void End(Slot slot)
    {
        if (_slots.Remove(slot))
        {
            _ = EndAsync(slot);
        }

        static async Task EndAsync(Slot slot)
        {
            // Off the lock: the process is waited for.
            await Task.Yield();
            try
            {
                await slot.Environment.DisposeAsync();
                slot.Ended.TrySetResult();
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                // Its temporary folder goes with the data folder.
                slot.Ended.TrySetResult();
            }
        }
    }

    /// <summary>One environment and what the pool knows about it.</summary>
    internal sealed class Slot(ExecutionEnvironment environment, long made)
    {
        internal ExecutionEnvironment Environment { get; } = environment;

        internal long Made { get; } = made;

        internal long LastUse { get; set; } = made;

        internal bool Busy { get; set; }

        internal bool Retired { get; set; }

        internal TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
