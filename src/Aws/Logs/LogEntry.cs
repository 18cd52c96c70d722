using System.Text.Json.Nodes;

namespace TemporalLambda.Aws.Logs;

/// <summary>Who wrote a line of a function's log, and what it is.</summary>
public enum LogEntryKind
{
    /// <summary>The function's own.</summary>
    Function,

    /// <summary>Lambda: an execution environment starts, or what its start took.</summary>
    Init,

    /// <summary>Lambda: an invocation starts.</summary>
    Start,

    /// <summary>Lambda: an invocation ended.</summary>
    End,

    /// <summary>Lambda: what an invocation took and what is billed.</summary>
    Report,

    /// <summary>Lambda: something else, a time-out or a process that exited for instance.</summary>
    Platform,
}

/// <summary>A line of a function's log, understood in Lambda's text format and in its JSON format.</summary>
public sealed record LogEntry
{
    /// <summary>When it was written.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Who wrote it.</summary>
    public LogEntryKind Kind { get; init; }

    /// <summary>TRACE, DEBUG, INFO, WARN, ERROR or FATAL; null where the line does not tell.</summary>
    public string? Level { get; init; }

    /// <summary>What it says: a JSON line's message, else the line.</summary>
    public required string Message { get; init; }

    /// <summary>The invocation it belongs to, where that is known.</summary>
    public string? RequestId { get; init; }

    /// <summary>The function's version, as the stream's name has it.</summary>
    public string? FunctionVersion { get; init; }

    /// <summary>The stream: one for each execution environment.</summary>
    public string LogStreamName { get; init; } = "";

    /// <summary>
    /// A JSON line's members. Of a report <c>durationMs</c>, <c>billedDurationMs</c>, <c>memorySizeMB</c>, <c>maxMemoryUsedMB</c>,
    /// <c>initDurationMs</c> and <c>status</c>, whatever the format. Null for plain text.
    /// </summary>
    public JsonObject? Data { get; init; }

    /// <summary>The line as it was written, without its newline.</summary>
    public required string Text { get; init; }

    /// <summary>Whether it tells of a failure.</summary>
    public bool IsError => Level is "ERROR" or "FATAL";
}
