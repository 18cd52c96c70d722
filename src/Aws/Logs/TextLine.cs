using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TemporalLambda.Aws.Logs;

/// <summary>A log line in plain text: of Lambda itself, or of a function whose logger or runtime writes text.</summary>
internal static partial class TextLine
{
    // A level stands near the beginning; further back the word is somebody's prose.
    private const int LevelWithin = 120;

    /// <summary>The entry of a line.</summary>
    public static LogEntry Read(string text, DateTimeOffset at)
    {
        LogEntry entry = new() { Timestamp = at, Message = text, Text = text };
        if (PlatformLine().Match(text) is { Success: true } line)
        {
            JsonObject? data = line.Groups["word"].Value is "REPORT" or "INIT_REPORT" ? Report(text) : null;
            return entry with
            {
                Kind = line.Groups["word"].Value switch
                {
                    "START" => LogEntryKind.Start,
                    "END" => LogEntryKind.End,
                    "REPORT" => LogEntryKind.Report,
                    _ => LogEntryKind.Init,
                },
                RequestId = line.Groups["id"] is { Success: true } id ? id.Value : null,
                Data = data,
                Level = data?["status"]?.ToString() is null or "success" ? null : "ERROR",
            };
        }

        if (PlatformFault().Match(text) is { Success: true } fault)
        {
            return entry with { Kind = LogEntryKind.Platform, RequestId = fault.Groups["id"].Value, Level = "ERROR" };
        }

        return entry with { Level = LevelOf(text), RequestId = RequestIdField().Match(text) is { Success: true } field ? field.Groups["id"].Value : null };
    }

    private static string? LevelOf(string text)
    {
        if (Crash().IsMatch(text))
        {
            return "FATAL";
        }

        Match match = Level().Match(text[..Math.Min(text.Length, LevelWithin)]);
        return match.Success ? LogLevels.Normalize(match.Groups["level"].Value) : null;
    }

    // "Billed Duration: 12 ms" becomes billedDurationMs, as Lambda's JSON format calls it.
    private static JsonObject Report(string text)
    {
        JsonObject data = [];
        foreach (Match field in ReportField().Matches(text))
        {
            string words = field.Groups["name"].Value.Replace(" ", "", StringComparison.Ordinal);
            string name = char.ToLowerInvariant(words[0]) + words[1..];
            string value = field.Groups["value"].Value.Trim();
            if (ReportNumber().Match(value) is { Success: true } number)
            {
                data[name + (number.Groups["unit"].Value == "ms" ? "Ms" : "MB")] =
                    double.Parse(number.Groups["number"].Value, CultureInfo.InvariantCulture);
            }
            else
            {
                data[name] = value;
            }
        }

        return data;
    }

    [GeneratedRegex(@"^(?<word>START|END|REPORT) RequestId: (?<id>[0-9a-f-]+)|^(?<word>INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT)\b", RegexOptions.CultureInvariant)]
    private static partial Regex PlatformLine();

    [GeneratedRegex(@"^RequestId: (?<id>[0-9a-f-]{36}) (Process exited|Error:)|^[0-9T:.-]+Z (?<id>[0-9a-f-]{36}) Task timed out|^RequestId: (?<id>[0-9a-f-]{36}) Status: timeout", RegexOptions.CultureInvariant)]
    private static partial Regex PlatformFault();

    [GeneratedRegex(@"(?:^|[\s\[|])(?<level>TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL|PANIC)(?=[\s\]:|]|\z)|\t(?<level>trce|dbug|info|warn|fail|crit)\t|\blevel=(?<level>[A-Za-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Level();

    [GeneratedRegex(@"^(panic: |fatal error: |Unhandled exception|Traceback \(most recent call last\))", RegexOptions.CultureInvariant)]
    private static partial Regex Crash();

    // "time <tab> id <tab> ..." of the managed runtimes, with the level in front in Python; a UUID elsewhere may be anything.
    [GeneratedRegex(@"^(?:\[[A-Z]+\]\t)?[0-9T:.-]+Z\t(?<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\t", RegexOptions.CultureInvariant)]
    private static partial Regex RequestIdField();

    [GeneratedRegex(@"(?:\t|^INIT_REPORT |^REPORT )(?<name>[A-Z][A-Za-z ]*): (?<value>[^\t]*)", RegexOptions.CultureInvariant)]
    private static partial Regex ReportField();

    [GeneratedRegex(@"^(?<number>[0-9.]+) (?<unit>ms|MB)\z", RegexOptions.CultureInvariant)]
    private static partial Regex ReportNumber();
}
