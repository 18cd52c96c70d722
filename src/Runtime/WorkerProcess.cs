using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Configuration;
using TemporalLambda.Runtime.Invocations;
using TemporalLambda.Runtime.Logging;
using TemporalLambda.Runtime.RuntimeApi;

namespace TemporalLambda.Runtime;

/// <summary>A worker's process from start to end: init, then one invocation after another; or an ordinary worker outside Lambda.</summary>
internal static class WorkerProcess
{
    /// <param name="configure">Says what the worker runs; what it throws is a failure to start.</param>
    /// <param name="environment">The function's environment.</param>
    /// <param name="context">Where log lines get request id and version from.</param>
    /// <param name="loggerFactory">Where they go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(
        Func<LambdaWorkerBuilder> configure,
        FunctionEnvironment environment,
        LogContext context,
        ILoggerFactory loggerFactory,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var logger = loggerFactory.CreateLogger("TemporalLambda");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = StopOn(PosixSignal.SIGINT, stop);
        using var terminate = StopOn(PosixSignal.SIGTERM, stop);
        try
        {
            if (environment.RuntimeApi is { } endpoint)
            {
                using var api = new RuntimeApiClient(endpoint, time);
                return await RunInLambdaAsync(configure, environment, api, loggerFactory, context, logger, time, stop.Token);
            }

            var worker = TemporalLambdaWorker.Create(configure(), environment, loggerFactory, context, time);
            await worker.RunUntilCancelledAsync(stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
#pragma warning disable CA1031 // The last place that can tell what went wrong.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.CannotRun(exception, exception.Message);
            return 1;
        }
    }

    private static async Task<int> RunInLambdaAsync(
        Func<LambdaWorkerBuilder> configure,
        FunctionEnvironment environment,
        RuntimeApiClient api,
        ILoggerFactory loggerFactory,
        LogContext context,
        ILogger logger,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        // The connection to the Runtime API is made beside the one to Temporal, on a thread of its own, as it computes more than it waits.
        // /next itself follows the connection to Temporal by a millisecond: once it is asked, Lambda takes no init error any more.
        var opening = Task.Run(() => api.OpenAsync(cancellationToken), cancellationToken);
        TemporalLambdaWorker worker;
        try
        {
            worker = TemporalLambdaWorker.Create(configure(), environment, loggerFactory, context, time);
            await worker.ConnectAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.CannotStart(exception.Message);
            await IgnoreConnectionAsync(opening);
            await api.ReportInitErrorAsync(ErrorReport.From(exception), cancellationToken);
            return 1;
        }

        await IgnoreConnectionAsync(opening);
        await InvocationLoop.RunAsync(worker, api, logger, time, cancellationToken);
        return 0;
    }

    // A failed one is made anew by the first call, which then reports it.
    private static async Task IgnoreConnectionAsync(Task opening)
    {
        try
        {
            await opening;
        }
        catch (IOException)
        {
        }
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
}
