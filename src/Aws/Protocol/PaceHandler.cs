using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace TemporalLambda.Aws.Protocol;

/// <summary>
/// Keeps the calls of a client within a service's rate, so that many workers at once are not throttled: the SDK slows down only after a
/// throttle. Each try is counted.
/// </summary>
/// <param name="perSecond">Calls a second, and as many at once after a second of rest.</param>
/// <param name="isCounted">Whether an operation counts.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class PaceHandler(int perSecond, Func<string, bool> isCounted, TimeProvider time) : PipelineHandler
{
    private readonly object _turns = new();
    private readonly TimeSpan _spacing = TimeSpan.FromSeconds(1.0 / perSecond);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next = -TimeSpan.FromSeconds(1);

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        IRequestContext request = executionContext.RequestContext;
        if (isCounted(CallHandler.OperationOf(request)) && Turn() is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, request.CancellationToken);
        }

        return await base.InvokeAsync<T>(executionContext);
    }

    // The turns of a second's rest can be taken at once.
    private TimeSpan Turn()
    {
        lock (_turns)
        {
            TimeSpan now = time.GetElapsedTime(_start), rested = now - TimeSpan.FromSeconds(1);
            _next = (_next > rested ? _next : rested) + _spacing;
            return _next - now;
        }
    }
}
