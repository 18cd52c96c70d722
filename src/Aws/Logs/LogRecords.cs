using System.Text.Json.Serialization;

namespace TemporalLambda.Aws.Logs;

/// <summary>FilterLogEvents.</summary>
public sealed record FilterLogEventsRequest
{
    /// <summary>The group, <c>/aws/lambda/&lt;function&gt;</c> for a function.</summary>
    public required string LogGroupName { get; init; }

    /// <summary>Only these streams, 100 at most. Default: all.</summary>
    public IReadOnlyList<string>? LogStreamNames { get; init; }

    /// <summary>What the events must match.</summary>
    public string? FilterPattern { get; init; }

    /// <summary>The oldest, in milliseconds since 1970.</summary>
    public long? StartTime { get; init; }

    /// <summary>The newest, in milliseconds since 1970.</summary>
    public long? EndTime { get; init; }

    /// <summary>At most this many, 10,000 at most.</summary>
    public int? Limit { get; init; }

    /// <summary>Goes on after the page that gave it.</summary>
    public string? NextToken { get; init; }
}

/// <summary>A page of events. It may be empty and have a next one.</summary>
public sealed record FilteredLogEvents
{
    /// <summary>The events, oldest first.</summary>
    public IReadOnlyList<LogEvent> Events { get => field ?? []; init; }

    /// <summary>There are more.</summary>
    public string? NextToken { get; init; }
}

/// <summary>One line of a log.</summary>
public sealed record LogEvent
{
    /// <summary>The stream; one for each execution environment of a function.</summary>
    public string LogStreamName { get => field ?? ""; init; }

    /// <summary>When, in milliseconds since 1970.</summary>
    public long Timestamp { get; init; }

    /// <summary>The line.</summary>
    public string Message { get => field ?? ""; init; }

    /// <summary>The event's unique id.</summary>
    public string? EventId { get; init; }
}

/// <summary>The records of the service's bodies, which are in camel case.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FilterLogEventsRequest))]
[JsonSerializable(typeof(FilteredLogEvents))]
[JsonSerializable(typeof(LogTags))]
[JsonSerializable(typeof(LogTagsRequest))]
[JsonSerializable(typeof(LogGroupRequest))]
[JsonSerializable(typeof(LogGroups))]
internal sealed partial class LogsJson : JsonSerializerContext;
