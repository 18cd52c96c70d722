using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Logs;

/// <summary>Groups and streams.</summary>
internal sealed class LogGroupOperations(LogStore store)
{
    private const int LargestPage = 50;

    private static readonly int[] RetentionDays =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    /// <summary>The group that a request names: by name, or by ARN with or without <c>:*</c>. Null: none.</summary>
    public static string? GroupOf(JsonInput body)
    {
        string? name = body.String("logGroupName") ?? body.String("logGroupIdentifier");
        return name?.StartsWith("arn:", StringComparison.Ordinal) == true ? FromArn(name) : name;
    }

    /// <summary>The group that a request has to name.</summary>
    public static string RequiredGroup(JsonInput body)
    {
        string name = GroupOf(body) ?? throw Invalid("1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null");
        bool right = name.Length is > 0 and <= 512
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or '#');
        return right ? name : throw Invalid($"1 validation error detected: Value '{name}' at 'logGroupName' failed to satisfy constraint: "
            + "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
    }

    /// <summary>InvalidParameterException.</summary>
    public static AwsException Invalid(string message) => new(400, "InvalidParameterException", message);

    public JsonObject? Create(JsonInput body)
    {
        string name = RequiredGroup(body);
        var tags = body.Map("tags");
        if (!store.Create(name))
        {
            throw new AwsException(400, "ResourceAlreadyExistsException", "The specified log group already exists");
        }
        return SetTags(name, tags);
    }

    public JsonObject? Delete(JsonInput body)
    {
        store.Delete(RequiredGroup(body));
        return null;
    }

    public JsonObject? Describe(JsonInput body)
    {
        string prefix = body.String("logGroupNamePrefix") ?? "", part = body.String("logGroupNamePattern") ?? "";
        return store.Use(groups =>
        {
            var (page, token) = Page(body, groups.Values.Where(group => group.Name.StartsWith(prefix, StringComparison.Ordinal)
                && group.Name.Contains(part, StringComparison.OrdinalIgnoreCase)), group => group.Name);
            return new JsonObject { ["logGroups"] = JsonAnswer.Array(page.Select(Json)), ["nextToken"] = token };
        });
    }

    public JsonObject? PutRetention(JsonInput body)
    {
        int days = body.Int("retentionInDays") ?? 0;
        if (!RetentionDays.Contains(days))
        {
            throw Invalid($"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: "
                + $"Member must satisfy enum value set: [{string.Join(", ", RetentionDays)}]");
        }
        store.Use(RequiredGroup(body), group => group.RetentionInDays = days);
        return null;
    }

    public JsonObject? DeleteRetention(JsonInput body)
    {
        store.Use(RequiredGroup(body), group => group.RetentionInDays = null);
        return null;
    }

    public JsonObject? Tag(JsonInput body) => SetTags(Tagged(body), body.Map("tags"));

    public JsonObject? Untag(JsonInput body)
    {
        var keys = body.Strings("tagKeys") ?? [];
        store.Use(Tagged(body), group => keys.Count(key => group.Tags.Remove(key)));
        return null;
    }

    public JsonObject? ListTags(JsonInput body) =>
        store.Use(Tagged(body), group => new JsonObject { ["tags"] = JsonAnswer.Map(group.Tags) });

    public JsonObject? CreateStream(JsonInput body)
    {
        string stream = body.String("logStreamName") ?? throw Invalid("The log stream's name is missing.");
        return store.CreateStream(RequiredGroup(body), stream) ? null
            : throw new AwsException(400, "ResourceAlreadyExistsException", "The specified log stream already exists");
    }

    public JsonObject? DescribeStreams(JsonInput body)
    {
        string prefix = body.String("logStreamNamePrefix") ?? "";
        bool byTime = body.String("orderBy") == "LastEventTime", descending = body.Flag("descending");
        if (byTime && prefix.Length > 0)
        {
            throw Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        return store.Use(RequiredGroup(body), group =>
        {
            string Key(LogStream stream) => byTime ? $"{stream.Last ?? 0:D15}{stream.Name}" : stream.Name;
            var (page, token) = Page(body, group.Streams.Values.Where(stream => stream.Name.StartsWith(prefix, StringComparison.Ordinal)), Key, descending);
            return new JsonObject { ["logStreams"] = JsonAnswer.Array(page.Select(stream => Json(group, stream))), ["nextToken"] = token };
        });
    }

    private JsonObject? SetTags(string name, IReadOnlyDictionary<string, string>? tags) => store.Use(name, group =>
    {
        foreach (var (key, value) in tags ?? new Dictionary<string, string>())
        {
            group.Tags[key] = value;
        }
        return (JsonObject?)null;
    });

    private static string Tagged(JsonInput body) => FromArn(body.String("resourceArn") ?? throw Invalid("The resource's ARN is missing."));

    private static string FromArn(string arn)
    {
        string[] parts = arn.Split(':');
        return parts.Length >= 7 && parts[5] == "log-group" ? parts[6] : throw Invalid($"Invalid ARN: {arn}");
    }

    private static (List<T> Page, string? Token) Page<T>(JsonInput body, IEnumerable<T> all, Func<T, string> key, bool descending = false)
    {
        int size = body.Int("limit") ?? LargestPage;
        if (size is < 1 or > LargestPage)
        {
            throw Invalid($"1 validation error detected: Value '{size}' at 'limit' failed to satisfy constraint: Member must have value between 1 and {LargestPage}");
        }
        int sign = descending ? -1 : 1;
        string? after = body.String("nextToken");
        var rest = all.Where(item => after is null || sign * string.CompareOrdinal(key(item), after) > 0);
        var page = (descending ? rest.OrderByDescending(key, StringComparer.Ordinal) : rest.OrderBy(key, StringComparer.Ordinal)).Take(size + 1).ToList();
        return page.Count > size ? (page[..size], key(page[size - 1])) : (page, null);
    }

    private static JsonObject Json(LogGroup group)
    {
        var json = new JsonObject
        {
            ["logGroupName"] = group.Name,
            ["creationTime"] = group.CreationTime,
            ["metricFilterCount"] = 0,
            ["arn"] = group.Arn + ":*",
            ["logGroupArn"] = group.Arn,
            ["logGroupClass"] = "STANDARD",
            ["storedBytes"] = 0,
        };
        if (group.RetentionInDays is { } days)
        {
            json["retentionInDays"] = days;
        }
        return json;
    }

    private static JsonObject Json(LogGroup group, LogStream stream)
    {
        var json = new JsonObject
        {
            ["logStreamName"] = stream.Name,
            ["creationTime"] = stream.CreationTime,
            ["arn"] = $"{group.Arn}:log-stream:{stream.Name}",
            ["uploadSequenceToken"] = "1",
            ["storedBytes"] = 0,
        };
        if (stream.Last is not null)
        {
            json["firstEventTimestamp"] = stream.First;
            json["lastEventTimestamp"] = stream.Last;
            json["lastIngestionTime"] = stream.LastIngestion;
        }
        return json;
    }
}
