using Microsoft.Extensions.Logging;

namespace TemporalLambda.Runtime.Logging;

/// <summary>Writes a line an event: JSON in Lambda, text at a console.</summary>
internal sealed class LineLoggerFactory(Stream output, LogLevel minimum, bool asJson, LogContext context, TimeProvider time) : ILoggerFactory
{
    private readonly Lock gate = new();

    private LogLevel Minimum { get; } = minimum;

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Set LoggerFactory in ConfigureWorker and ConfigureClient to log another way.");

    public void Dispose() => output.Flush();

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var now = time.GetUtcNow();
        var line = asJson
            ? LogLine.Json(now, level, category, message, exception, context)
            : LogLine.Text(now, level, category, message, exception);
        lock (gate)
        {
            // One write a line, and none kept back: the process may be frozen the moment after.
            output.Write(line.Span);
            output.Flush();
        }
    }

    private sealed class LineLogger(LineLoggerFactory owner, string category) : ILogger
    {
        public IDisposable BeginScope<TState>(TState state) => NoScope.Instance;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= owner.Minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                owner.Write(logLevel, category, formatter(state, exception), exception);
            }
        }
    }

    private sealed class NoScope : IDisposable
    {
        public static readonly NoScope Instance = new();

        public void Dispose()
        {
        }
    }
}
