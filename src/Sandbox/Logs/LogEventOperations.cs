using System.Globalization;
using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Logs;

/// <summary>Writing and reading events.</summary>
internal sealed class LogEventOperations(LogStore store)
{
    private const int MostEvents = 10000;

    // CloudWatch cuts an answer at 1 MB.
    private const int LargestAnswer = 1024 * 1024;

    public JsonObject? Put(JsonInput body)
    {
        string group = LogGroupOperations.RequiredGroup(body), stream = Stream(body);
        var events = body.Objects("logEvents") ?? [];
        store.Use(group, one => one.Streams.ContainsKey(stream) ? one : throw NoStream());
        foreach (var one in events)
        {
            store.Add(group, stream, one.Number("timestamp") ?? 0, one.String("message") ?? "");
        }
        return new JsonObject { ["nextSequenceToken"] = "1" };
    }

    public JsonObject? Filter(JsonInput body)
    {
        string group = LogGroupOperations.RequiredGroup(body);
        var pattern = new FilterPattern(body.String("filterPattern"));
        var streams = body.Strings("logStreamNames");
        string prefix = body.String("logStreamNamePrefix") ?? "";
        if (streams is not null && prefix.Length > 0)
        {
            throw LogGroupOperations.Invalid("Cannot filter by both logStreamNames and logStreamNamePrefix.");
        }
        var after = Token(body.String("nextToken"), "");
        var found = Sorted(group, body, one => pattern.Matches(one.Message)
            && (streams is null || streams.Contains(one.Stream)) && one.Stream.StartsWith(prefix, StringComparison.Ordinal)
            && (after is null || one.Position.CompareTo(after.Value) > 0));
        var page = Page(found, Limit(body));
        var json = new JsonObject
        {
            ["events"] = JsonAnswer.Array(page.Select(one => new JsonObject
            {
                ["logStreamName"] = one.Stream,
                ["timestamp"] = one.Timestamp,
                ["message"] = one.Message,
                ["ingestionTime"] = one.IngestionTime,
                ["eventId"] = one.Sequence.ToString("D56", CultureInfo.InvariantCulture),
            })),
            ["searchedLogStreams"] = new JsonArray(),
        };
        if (page.Count < found.Count)
        {
            json["nextToken"] = page[^1].Position.ToString();
        }
        return json;
    }

    public JsonObject? Get(JsonInput body)
    {
        string group = LogGroupOperations.RequiredGroup(body), stream = Stream(body);
        store.Use(group, one => one.Streams.ContainsKey(stream) ? one : throw NoStream());
        string token = body.String("nextToken") ?? "";
        LogPosition? after = token.StartsWith('f') ? Token(token, "f/") : null, before = token.StartsWith('b') ? Token(token, "b/") : null;
        var found = Sorted(group, body, one => one.Stream == stream
            && (after is null || one.Position.CompareTo(after.Value) > 0)
            && (before is null || one.Position.CompareTo(before.Value) < 0));
        // Without a token, the newest events are what one gets.
        bool fromHead = after is not null || (before is null && body.Flag("startFromHead"));
        int limit = Limit(body);
        var page = fromHead ? Page(found, limit) : found.TakeLast(limit).ToList();
        // At the end the same token comes again: that is how a reader knows.
        var none = after ?? before ?? default;
        return new JsonObject
        {
            ["events"] = JsonAnswer.Array(page.Select(one => new JsonObject
            {
                ["timestamp"] = one.Timestamp,
                ["message"] = one.Message,
                ["ingestionTime"] = one.IngestionTime,
            })),
            ["nextForwardToken"] = $"f/{(page.Count > 0 ? page[^1].Position : none)}",
            ["nextBackwardToken"] = $"b/{(page.Count > 0 ? page[0].Position : none)}",
        };
    }

    private List<LogEvent> Sorted(string group, JsonInput body, Func<LogEvent, bool> wanted)
    {
        long start = body.Number("startTime") ?? 0, end = body.Number("endTime") ?? long.MaxValue;
        var all = store.Use(group, one => one.Events.ToArray());
        // Filter takes the end in, Get leaves it out; a millisecond is no difference that a caller can rely on.
        return [.. all.Where(one => one.Timestamp >= start && one.Timestamp <= end && wanted(one)).OrderBy(one => one.Position)];
    }

    private static List<LogEvent> Page(List<LogEvent> events, int limit)
    {
        int size = 0, count = 0;
        while (count < Math.Min(limit, events.Count) && (count == 0 || size + events[count].Message.Length <= LargestAnswer))
        {
            size += events[count++].Message.Length;
        }
        return events[..count];
    }

    private static int Limit(JsonInput body) => body.Int("limit") is { } limit
        ? limit is >= 1 and <= MostEvents ? limit
            : throw LogGroupOperations.Invalid($"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: "
                + $"Member must have value between 1 and {MostEvents}")
        : MostEvents;

    private static LogPosition? Token(string? token, string prefix) => token is null ? null
        : LogPosition.Parse(token[prefix.Length..]) ?? throw LogGroupOperations.Invalid("The specified nextToken is invalid.");

    private static string Stream(JsonInput body) =>
        body.String("logStreamName") ?? throw LogGroupOperations.Invalid("The log stream's name is missing.");

    private static AwsException NoStream() => new(400, "ResourceNotFoundException", "The specified log stream does not exist.");
}
