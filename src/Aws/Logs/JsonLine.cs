using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemporalLambda.Aws.Logs;

/// <summary>A log line in JSON: the runtime's, another logger's, or Lambda's own in its JSON format.</summary>
internal static class JsonLine
{
    private static readonly string[] LevelNames = ["level", "Level", "severity", "logLevel", "log.level", "@l", "LogLevel"];
    private static readonly string[] MessageNames = ["message", "msg", "Message", "@m", "@mt"];
    private static readonly string[] RequestNames = ["requestId", "AWSRequestId", "aws_request_id", "function_request_id", "RequestId"];

    /// <summary>The entry of a line, or null where it is no JSON object.</summary>
    public static LogEntry? Read(string text, DateTimeOffset at) => Parse(text) is { } line ? Read(line, text, at) : null;

    private static LogEntry Read(JsonObject line, string text, DateTimeOffset at) =>
        Value(line, ["type"]) is { } type && type.StartsWith("platform.", StringComparison.Ordinal) && line["record"] is JsonObject record
            ? Platform(type["platform.".Length..], record, text, at)
            : new LogEntry
            {
                Timestamp = at,
                Level = LogLevels.Normalize(Value(line, LevelNames)),
                Message = Value(line, MessageNames) ?? text,
                RequestId = Value(line, RequestNames),
                Data = line,
                Text = text,
            };

    private static JsonObject? Parse(string text)
    {
        try
        {
            // Counting has it read all members: a name that is there twice shows only then.
            return text.StartsWith('{') && JsonNode.Parse(text) is JsonObject { Count: > 0 } line ? line : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static LogEntry Platform(string type, JsonObject record, string text, DateTimeOffset at)
    {
        string? status = Value(record, ["status"]);
        string? requestId = Value(record, RequestNames);
        LogEntryKind kind = type switch
        {
            "start" => LogEntryKind.Start,
            "runtimeDone" => LogEntryKind.End,
            "report" => LogEntryKind.Report,
            "initStart" or "initRuntimeDone" or "initReport" => LogEntryKind.Init,
            _ => LogEntryKind.Platform,
        };
        JsonObject data = (JsonObject)record.DeepClone();
        if (data["metrics"] is JsonObject metrics)
        {
            // Flat, as those of the text format are.
            data.Remove("metrics");
            foreach ((string name, JsonNode? value) in metrics.ToArray())
            {
                data[name] = value?.DeepClone();
            }
        }

        return new LogEntry
        {
            Timestamp = at,
            Kind = kind,
            Level = status is null or "success" ? null : "ERROR",
            Message = $"{kind.ToString().ToUpperInvariant()} {string.Join(", ", data.Where(m => m.Value is JsonValue).Select(m => $"{m.Key}: {m.Value}"))}",
            RequestId = requestId,
            Data = data,
            Text = text,
        };
    }

    private static string? Value(JsonObject line, string[] names) =>
        names.Select(name => line[name]).OfType<JsonValue>().FirstOrDefault()?.ToString() is { Length: > 0 } text ? text : null;
}
