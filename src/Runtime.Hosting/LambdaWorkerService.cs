using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Configuration;
using TemporalLambda.Runtime.Logging;

namespace TemporalLambda.Runtime.Hosting;

/// <summary>The worker's process within a host, which stops with it.</summary>
internal sealed class LambdaWorkerService(
    Func<LambdaWorkerBuilder> worker, FunctionEnvironment environment, LogContext context, ILoggerFactory loggerFactory, IHostApplicationLifetime host)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What the services need may take a while to make, and the host waits for what comes before the first await.
        await Task.Yield();
        var exitCode = await WorkerProcess.RunAsync(worker, environment, context, loggerFactory, TimeProvider.System, stoppingToken);
        if (exitCode != 0)
        {
            Environment.ExitCode = exitCode;
        }

        host.StopApplication();
    }
}
