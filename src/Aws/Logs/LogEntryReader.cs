using System.Text.RegularExpressions;

namespace TemporalLambda.Aws.Logs;

/// <summary>
/// Makes entries of events. Lines do not always tell their invocation: an execution environment has one at a time and a stream of its own,
/// so that what stands between START and REPORT belongs to it.
/// </summary>
internal sealed partial class LogEntryReader
{
    private readonly Dictionary<string, string> _running = new(StringComparer.Ordinal);

    /// <summary>The entry of an event; those of a stream are to come in order.</summary>
    public LogEntry Read(LogEvent line)
    {
        string text = line.Message.TrimEnd('\r', '\n');
        DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(line.Timestamp);
        LogEntry entry = (JsonLine.Read(text, at) ?? TextLine.Read(text, at)) with
        {
            LogStreamName = line.LogStreamName,
            FunctionVersion = Version().Match(line.LogStreamName) is { Success: true } match ? match.Groups["version"].Value : null,
        };
        entry = entry.RequestId is null && entry.Kind is not LogEntryKind.Init
            ? entry with { RequestId = _running.GetValueOrDefault(line.LogStreamName) }
            : entry;
        Follow(entry);
        return entry;
    }

    private void Follow(LogEntry entry)
    {
        if (entry is { Kind: LogEntryKind.Start, RequestId: { } started })
        {
            _running[entry.LogStreamName] = started;
        }
        else if (entry.Kind is LogEntryKind.Report)
        {
            _running.Remove(entry.LogStreamName);
        }
    }

    [GeneratedRegex(@"\[(?<version>\$LATEST|[0-9]+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
