#pragma warning disable CA1873 // A handful of lines an invocation, nearly all of them always written: a check each would cost more than it saves.
using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Invocations;

namespace TemporalLambda.Runtime.Logging;

/// <summary>Every line that the runtime itself writes to the log.</summary>
internal static class WorkerEvents
{
    public static void CannotStart(this ILogger logger, string message) => logger.LogCritical("The worker cannot start: {Message}", message);

    public static void CannotRun(this ILogger logger, Exception exception, string message) =>
        logger.LogCritical(exception, "The worker cannot run: {Message}", message);

    public static void RunsOutsideLambda(this ILogger logger, string? taskQueue, string? address, string @namespace, string version) =>
        logger.LogInformation(
            "Worker of task queue {TaskQueue} at {Address}, namespace {Namespace}, {Version}. Ctrl+C stops it.", taskQueue, address, @namespace, version);

    public static void Connected(this ILogger logger, string? address, string @namespace, double milliseconds) =>
        logger.LogDebug("Connected to {Address}, namespace {Namespace}, in {Milliseconds:0} ms.", address, @namespace, milliseconds);

    public static void ConnectionReplaced(this ILogger logger, string? address) =>
        logger.LogInformation("The connection to {Address} is replaced: it did not survive since the last invocation.", address);

    public static void LittleTime(this ILogger logger, double seconds) =>
        logger.LogWarning("Only {Seconds:0.0} s of this invocation are left to work in: give the function a longer timeout.", seconds);

    public static void IdleIsUnknown(this ILogger logger) =>
        logger.LogWarning("Invocations run to their deadline: the worker's tuner is resource-based, which does not tell whether anything runs.");

    public static void WorkerStopped(this ILogger logger, double seconds, StopReason reason, long tasks) =>
        logger.LogInformation("Worker stopped after {Seconds:0.00} s ({Reason}), {Tasks} task(s).", seconds, reason, tasks);

    public static void PollsAreCut(this ILogger logger) =>
        logger.LogDebug("The server cannot recall this worker's polls; they are cut, and a task that is on its way waits for its timeout.");

    public static void TasksLeftBehind(this ILogger logger, int count) =>
        logger.LogWarning("{Count} task(s) did not end before the deadline and are left behind; Temporal retries them by their timeouts.", count);

    public static void ShutdownUnanswered(this ILogger logger) =>
        logger.LogWarning("Temporal did not answer that the worker shuts down; it is left behind, and the connection will be replaced.");

    public static void InvocationFailed(this ILogger logger, Exception exception, string message) =>
        logger.LogError(exception, "The invocation failed: {Message}", message);

    public static void AnswerRefused(this ILogger logger, string requestId, string message) =>
        logger.LogError("The answer to invocation {Invocation} was refused: {Message}", requestId, message);

    public static void HookHadNoTime(this ILogger logger, int number, int count) =>
        logger.LogError("No time was left for shutdown hook {Number} of {Count}.", number, count);

    public static void HookTookTooLong(this ILogger logger, int number, int count, double seconds) =>
        logger.LogError("Shutdown hook {Number} of {Count} did not end within its {Seconds:0.0} s.", number, count, seconds);

    public static void HookFailed(this ILogger logger, Exception exception, int number, int count) =>
        logger.LogError(exception, "Shutdown hook {Number} of {Count} failed.", number, count);
}
