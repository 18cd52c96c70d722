using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Configuration;
using TemporalLambda.Runtime.Logging;

namespace TemporalLambda.Runtime.Hosting;

/// <summary>The runtime's log lines as one of the host's logging providers.</summary>
internal sealed class LineLoggerProvider(FunctionEnvironment environment, LogContext context) : ILoggerProvider
{
    private readonly Stream output = Console.OpenStandardOutput();
    private ILoggerFactory? lines;

    public ILogger CreateLogger(string categoryName) =>
        (lines ??= WorkerLog.Create(environment, output, context, TimeProvider.System)).CreateLogger(categoryName);

    public void Dispose()
    {
        lines?.Dispose();
        output.Dispose();
    }
}
