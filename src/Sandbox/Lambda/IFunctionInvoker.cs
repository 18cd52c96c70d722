namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Runs functions: what is behind the Invoke operation.</summary>
public interface IFunctionInvoker
{
    /// <summary>Runs one invocation and waits for its end. A failing function is a result, not an exception.</summary>
    Task<InvocationResult> InvokeAsync(FunctionVersion version, Invocation invocation, CancellationToken cancellationToken);

    /// <summary>Takes an asynchronous invocation and returns at once; it is run, and repeated when it fails, later.</summary>
    void Enqueue(FunctionVersion version, Invocation invocation, AsyncInvokeSettings settings);

    /// <summary>How many invocations of all versions of a function may run at once; null takes the limit away, 0 stops all.</summary>
    void SetReservedConcurrency(string functionName, int? limit);

    /// <summary>
    /// Ends the environments of a deleted version, of <c>$LATEST</c> after it changed (those of another
    /// <see cref="FunctionVersion.RevisionId"/> than the newest one seen), or of a deleted function's every version (null). Idle ones end
    /// at once, running invocations may finish; the task ends when none is left, and then the code folder may be removed. The caller
    /// does not wait for it, and may already invoke the new state meanwhile.
    /// </summary>
    Task RetireAsync(string functionName, string? version);
}

/// <summary>One call of a function.</summary>
/// <param name="RequestId">The id in the log lines and in the response's header, a UUID.</param>
/// <param name="Payload">The event, always JSON: <c>{}</c> where the caller sent none, as in Lambda.</param>
/// <param name="InvokedArn">The ARN as it was invoked: unqualified, with a version, or with an alias.</param>
/// <param name="ClientContext">The client context's JSON, if one was sent.</param>
public sealed record Invocation(string RequestId, ReadOnlyMemory<byte> Payload, string InvokedArn, string? ClientContext = null);

/// <summary>How an invocation ended.</summary>
/// <param name="Payload">The function's answer, or the error's JSON.</param>
/// <param name="FunctionError"><c>Unhandled</c> or <c>Handled</c> where the function failed, timed out or broke; else null.</param>
/// <param name="LogTail">The last 4 KB that the invocation logged, as plain text.</param>
/// <param name="Throttled">It was not run, because the reserved concurrency is used up; the rest is then empty.</param>
public sealed record InvocationResult(ReadOnlyMemory<byte> Payload, string? FunctionError, string LogTail, bool Throttled = false)
{
    /// <summary>The invocation was not run: no concurrency was left.</summary>
    public static InvocationResult NoConcurrency { get; } = new(ReadOnlyMemory<byte>.Empty, null, "", Throttled: true);
}

/// <summary>What the event invoke configuration of the qualifier says; the defaults are AWS's.</summary>
/// <param name="MaximumRetryAttempts">Repetitions after a failure, 0 to 2.</param>
/// <param name="MaximumEventAge">An older event is dropped; null means six hours.</param>
public sealed record AsyncInvokeSettings(int MaximumRetryAttempts = 2, TimeSpan? MaximumEventAge = null);
