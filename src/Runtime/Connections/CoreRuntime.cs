using Microsoft.Extensions.Logging;
using Temporalio.Runtime;

namespace TemporalLambda.Runtime.Connections;

/// <summary>Temporal's native core, as a worker on Lambda needs it.</summary>
internal static class CoreRuntime
{
    /// <summary>Starts the core: its log lines come as ours do.</summary>
    public static TemporalRuntime Start(ILogger logger) => new(new TemporalRuntimeOptions
    {
        // A heartbeat tells the server the key by which it recalls a worker's polls (PollRecall): it must be there before an idle
        // invocation ends. One second is the shortest that the core allows.
        WorkerHeartbeatInterval = TimeSpan.FromSeconds(1),
        Telemetry = new TelemetryOptions
        {
            Logging = new LoggingOptions { Forwarding = new LogForwardingOptions(logger) },
        },
    });
}
