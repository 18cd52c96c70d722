using System.Text.Json.Serialization;

namespace TemporalLambda.Aws.Logs;

/// <summary>A log group.</summary>
public sealed record LogGroup
{
    /// <summary>The group's name.</summary>
    public string LogGroupName { get => field ?? ""; init; }

    /// <summary>The ARN, with <c>:*</c> at its end as far as older answers have it.</summary>
    public string? Arn { get; init; }

    /// <summary>The ARN that tags belong to.</summary>
    [JsonIgnore]
    public string? ResourceArn => Arn is not null && Arn.EndsWith(":*", StringComparison.Ordinal) ? Arn[..^2] : Arn;

    /// <summary>Days that it keeps its lines; absent: for ever.</summary>
    public int? RetentionInDays { get; init; }
}

/// <summary>A page of groups.</summary>
internal sealed record LogGroups
{
    /// <summary>The groups, by name.</summary>
    [JsonPropertyName("logGroups")]
    public IReadOnlyList<LogGroup> Groups { get => field ?? []; init; }

    /// <summary>There are more.</summary>
    public string? NextToken { get; init; }
}

/// <summary>The request of every operation on a group: what an operation does not know is null and is not sent.</summary>
internal sealed record LogGroupRequest
{
    public string? LogGroupName { get; init; }

    public string? LogGroupNamePrefix { get; init; }

    public int? RetentionInDays { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public string? NextToken { get; init; }
}

/// <summary>TagResource and ListTagsForResource.</summary>
internal sealed record LogTagsRequest(string ResourceArn, IReadOnlyDictionary<string, string>? Tags);

/// <summary>The tags of a group.</summary>
internal sealed record LogTags(IReadOnlyDictionary<string, string>? Tags);
