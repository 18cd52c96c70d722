using System.Management.Automation;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Cmdlets.Logs;

namespace TemporalLambda;

/// <summary>A line of a function's log: what Get-TemporalLambdaLog emits.</summary>
public sealed class LambdaLogEntry
{
    /// <summary>When it was written, in the machine's time zone.</summary>
    public DateTimeOffset Timestamp { get; set; }

    /// <summary>TRACE, DEBUG, INFO, WARN, ERROR or FATAL; null where the line does not tell.</summary>
    public string? Level { get; set; }

    /// <summary>What it says: a JSON line's message, else the line.</summary>
    public string? Message { get; set; }

    /// <summary>Function for the worker's own lines; Init, Start, End, Report or Platform for Lambda's.</summary>
    public string? Kind { get; set; }

    /// <summary>The invocation it belongs to, where that is known.</summary>
    public string? RequestId { get; set; }

    /// <summary>The function.</summary>
    public string? FunctionName { get; set; }

    /// <summary>The function's version.</summary>
    public string? FunctionVersion { get; set; }

    /// <summary>
    /// A JSON line's members; of a report <c>durationMs</c>, <c>billedDurationMs</c>, <c>memorySizeMB</c>, <c>maxMemoryUsedMB</c>,
    /// <c>initDurationMs</c> and <c>status</c>. Null for plain text.
    /// </summary>
    public PSObject? Data { get; set; }

    /// <summary>The log stream: one for each execution environment.</summary>
    public string? LogStreamName { get; set; }

    /// <summary>The line as it was written.</summary>
    public string? Text { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";

    internal static LambdaLogEntry From(LogEntry entry, string functionName) => new()
    {
        Timestamp = entry.Timestamp.ToLocalTime(),
        Level = entry.Level,
        Message = entry.Message,
        Kind = entry.Kind.ToString(),
        RequestId = entry.RequestId,
        FunctionName = functionName,
        FunctionVersion = entry.FunctionVersion,
        Data = entry.Data is null ? null : JsonObjects.From(entry.Data),
        LogStreamName = entry.LogStreamName,
        Text = entry.Text,
    };
}
