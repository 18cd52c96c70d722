namespace TemporalLambda.Sandbox.Execution;

/// <summary>What one invocation took and would have been billed; GET /_sandbox/invocations lists them, oldest first.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Version">The version that ran.</param>
/// <param name="RequestId">The invocation's id; a repeated asynchronous one keeps it.</param>
/// <param name="StartedAt">When its environment began to work for it, init included.</param>
/// <param name="DurationMs">From the event to the request for the next one, in ms.</param>
/// <param name="BilledMs">In whole ms: duration and, as AWS does since August 2025, the init of the environment.</param>
/// <param name="InitMs">How long the environment took to start, if it was started for this invocation.</param>
/// <param name="Memory">The function's memory setting in MB.</param>
/// <param name="MaxMemoryUsed">The most that the environment had resident up to then, in MB.</param>
/// <param name="Status"><c>success</c>, <c>error</c> or <c>timeout</c>, as in the REPORT line.</param>
/// <param name="ErrorType">The kind of error, where there was one.</param>
public sealed record InvocationRecord(
    string Function,
    string Version,
    string RequestId,
    DateTimeOffset StartedAt,
    double DurationMs,
    long BilledMs,
    double? InitMs,
    int Memory,
    int MaxMemoryUsed,
    string Status,
    string? ErrorType);
