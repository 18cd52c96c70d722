using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Configuration;

namespace TemporalLambda.Runtime.Logging;

/// <summary>The log of a worker where it runs.</summary>
internal static class WorkerLog
{
    public static ILoggerFactory Create(FunctionEnvironment environment, Stream output, LogContext context, TimeProvider time) =>
        new LineLoggerFactory(output, LogLevels.Parse(environment.LogLevel), environment.IsLambda, context, time);
}
