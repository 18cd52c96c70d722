using Microsoft.Extensions.Logging;
using Temporalio.Runtime;

namespace TemporalLambda.Runtime.Connections;

/// <summary>Temporal's native core, as a worker on Lambda needs it.</summary>
internal static class CoreRuntime
{
    /// <summary>Starts the core: its log lines come as ours do, and it sends no heartbeats.</summary>
    public static TemporalRuntime Start(ILogger logger) => new(new TemporalRuntimeOptions
    {
        // Heartbeats tell the server of workers that live for hours; here they would be one more poll that a freeze cuts.
        WorkerHeartbeatInterval = null,
        Telemetry = new TelemetryOptions
        {
            Logging = new LoggingOptions { Forwarding = new LogForwardingOptions(logger) },
        },
    });
}
