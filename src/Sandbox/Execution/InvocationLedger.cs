namespace TemporalLambda.Sandbox.Execution;

/// <summary>What every invocation was billed, oldest first.</summary>
public sealed class InvocationLedger
{
    // A sandbox that runs for days under load forgets the oldest.
    private const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Queue<InvocationRecord> _records = new();

    /// <summary>A copy of all records.</summary>
    public IReadOnlyList<InvocationRecord> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _records];
            }
        }
    }

    internal void Add(InvocationRecord record)
    {
        lock (_gate)
        {
            _records.Enqueue(record);
            if (_records.Count > Capacity)
            {
                _records.Dequeue();
            }
        }
    }
}
