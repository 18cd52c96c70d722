using TemporalLambda.Sandbox.Processes;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>
/// Looks ten times a second at the resident memory of the processes that are at work, and kills one that has more than its function's
/// setting. Softer than Lambda's limit: a peak between two looks passes.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<FunctionProcess, long> _limits = [];
    private readonly HashSet<FunctionProcess> _killed = [];
    private readonly Timer _timer;
    private bool _disposed;

    internal MemoryWatch() => _timer = new Timer(_ => Look());

    internal void Add(FunctionProcess process, int limitMb)
    {
        lock (_gate)
        {
            _limits[process] = (long)limitMb << 20;
            if (_limits.Count == 1 && !_disposed)
            {
                _timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    internal void Remove(FunctionProcess process)
    {
        lock (_gate)
        {
            _limits.Remove(process);
            _killed.Remove(process);
        }
    }

    /// <summary>Whether it ended because it had too much memory.</summary>
    internal bool Killed(FunctionProcess process)
    {
        lock (_gate)
        {
            return _killed.Contains(process);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _limits.Clear();
            _timer.Dispose();
        }
    }

    private void Look()
    {
        var table = ProcessTable.Read();
        lock (_gate)
        {
            foreach (var (process, limit) in _limits)
            {
                if (process.ResidentBytes(table) > limit && _killed.Add(process))
                {
                    process.Kill();
                }
            }

            if (_limits.Count > 0 && !_disposed)
            {
                _timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
