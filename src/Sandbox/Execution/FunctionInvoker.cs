using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>Runs functions as real processes, as Lambda would: what is behind the sandbox's Invoke operation.</summary>
public sealed class FunctionInvoker : IFunctionInvoker, IAsyncDisposable
{
    private readonly Task<RuntimeApiServer> _runtimeApi = RuntimeApiServer.StartAsync(CancellationToken.None);
    private readonly MemoryWatch _memory = new();
    private readonly EnvironmentPool _pool;
    private readonly AsyncQueue _queue;
    private bool _disposed;

    /// <param name="services">What the sandbox gives: address, keys of roles, logs.</param>
    /// <param name="options">Limits; the defaults are Lambda's.</param>
    /// <param name="time">Measures durations and times out invocations, idle environments and repetitions.</param>
    public FunctionInvoker(SandboxServices services, ExecutionOptions? options = null, TimeProvider? time = null)
    {
        options ??= new ExecutionOptions();
        time ??= TimeProvider.System;

        // Kestrel listens to nothing at its start, so this does not wait.
        var runtimeApi = _runtimeApi.GetAwaiter().GetResult();
        _pool = new EnvironmentPool(
            version => new ExecutionEnvironment(version, services, runtimeApi, _memory, options, time), options, time);
        _queue = new AsyncQueue(RunAsync, options.RetryDelays, time);
    }

    /// <summary>What the invocations were billed.</summary>
    public InvocationLedger Ledger { get; } = new();

    /// <summary>How many execution environments there are, frozen ones included.</summary>
    public int EnvironmentCount => _pool.Count;

    /// <summary>How many asynchronous invocations are not done yet.</summary>
    public int QueuedCount => _queue.Count;

    /// <inheritdoc/>
    public Task<InvocationResult> InvokeAsync(FunctionVersion version, Invocation invocation, CancellationToken cancellationToken) =>
        RunAsync(version, invocation).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Enqueue(FunctionVersion version, Invocation invocation, AsyncInvokeSettings settings) =>
        _queue.Add(version, invocation, settings);

    /// <inheritdoc/>
    public void SetReservedConcurrency(string functionName, int? limit) => _pool.SetReserved(functionName, limit);

    /// <inheritdoc/>
    public Task RetireAsync(string functionName, string? version)
    {
        // An event for $LATEST that waits for its repetition runs again what it ran first; of what was deleted nothing runs again.
        if (version != "$LATEST")
        {
            _queue.Drop(functionName, version);
        }

        return _pool.RetireAsync(functionName, version);
    }

    /// <summary>Kills all that runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _queue.DisposeAsync();
        await _pool.DisposeAsync();
        await _runtimeApi.Result.DisposeAsync();
        _memory.Dispose();
    }

    // A caller that goes away does not end the function, as in Lambda.
    private async Task<InvocationResult> RunAsync(FunctionVersion version, Invocation invocation)
    {
        if (_pool.TryRent(version) is not { } slot)
        {
            return InvocationResult.NoConcurrency;
        }

        try
        {
            var finished = await slot.Environment.RunAsync(invocation);
            Ledger.Add(finished.Record);
            return finished.Result;
        }
        finally
        {
            _pool.Return(slot);
        }
    }
}
