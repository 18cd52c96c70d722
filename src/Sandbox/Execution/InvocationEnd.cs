using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>How a process ended an invocation, or its start.</summary>
/// <param name="Payload">What the caller gets; null for a timeout without an answer.</param>
/// <param name="FunctionError">As in the header of that name.</param>
/// <param name="Status">As in the REPORT line.</param>
/// <param name="ErrorType">As in the REPORT line.</param>
/// <param name="ExitWords">For the log: how the process ended, where it did.</param>
/// <param name="KeepsProcess">It can run the next invocation.</param>
internal sealed record InvocationEnd(
    byte[]? Payload, string? FunctionError, string Status, string? ErrorType, string? ExitWords, bool KeepsProcess)
{
    internal const string Timeout = "timeout";

    private const string Unhandled = "Unhandled";

    internal static InvocationEnd Success(byte[] payload) => new(payload, null, "success", null, null, KeepsProcess: true);

    /// <summary>The function said so itself.</summary>
    internal static InvocationEnd Failed(byte[] payload, string errorType, bool keepsProcess) =>
        new(payload, Unhandled, "error", errorType, null, keepsProcess);

    /// <summary>The process ended, or could not be started.</summary>
    internal static InvocationEnd Broken(FunctionFault fault, string words) =>
        new(fault.ToJson(), Unhandled, "error", fault.ErrorType, words, KeepsProcess: false);

    /// <summary>The time is over; who had answered before only failed to ask for the next invocation.</summary>
    internal static InvocationEnd OutOfTime(byte[]? answer) =>
        new(answer, answer is null ? Unhandled : null, Timeout, null, null, KeepsProcess: false);
}

/// <summary>What the caller gets, and what it was billed.</summary>
internal sealed record FinishedInvocation(InvocationResult Result, InvocationRecord Record);
