using Amazon.Runtime;
using TemporalLambda.Aws.Protocol;

namespace TemporalLambda.Aws.Logs;

/// <summary>Amazon CloudWatch Logs, as far as functions' logs need it.</summary>
public sealed class LogsClient : ServiceClient
{
    internal LogsClient(AWSCredentials credentials, ServiceConfig config)
        : base(credentials, config)
    {
    }

    /// <summary>A page of a group's events over all of its streams.</summary>
    public async Task<FilteredLogEvents> FilterLogEventsAsync(FilterLogEventsRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ServiceRequest filter = new("FilterLogEvents", request.LogGroupName)
        {
            Body = ServiceRequest.Json(request, LogsJson.Default.FilterLogEventsRequest),
        };
        return (await SendAsync(filter, cancellationToken)).Json(LogsJson.Default.FilteredLogEvents);
    }

    /// <summary>All groups whose names begin like this, by name.</summary>
    public async Task<IReadOnlyList<LogGroup>> DescribeLogGroupsAsync(string logGroupNamePrefix, CancellationToken cancellationToken)
    {
        List<LogGroup> all = [];
        string? token = null;
        do
        {
            LogGroupRequest request = new() { LogGroupNamePrefix = logGroupNamePrefix, NextToken = token };
            LogGroups page = (await SendAsync(On("DescribeLogGroups", request, logGroupNamePrefix), cancellationToken))
                .Json(LogsJson.Default.LogGroups);
            all.AddRange(page.Groups);
            token = page.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return all;
    }

    /// <summary>Creates a group; it keeps its lines for ever until it is told otherwise.</summary>
    public Task CreateLogGroupAsync(string logGroupName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        SendAsync(On("CreateLogGroup", new LogGroupRequest { LogGroupName = logGroupName, Tags = tags }, logGroupName), cancellationToken);

    /// <summary>Has a group keep its lines for some days; CloudWatch Logs takes certain numbers only.</summary>
    public Task PutRetentionPolicyAsync(string logGroupName, int days, CancellationToken cancellationToken) =>
        SendAsync(On("PutRetentionPolicy", new LogGroupRequest { LogGroupName = logGroupName, RetentionInDays = days }, logGroupName), cancellationToken);

    /// <summary>Has a group keep its lines for ever.</summary>
    public Task DeleteRetentionPolicyAsync(string logGroupName, CancellationToken cancellationToken) =>
        SendAsync(On("DeleteRetentionPolicy", new LogGroupRequest { LogGroupName = logGroupName }, logGroupName), cancellationToken);

    /// <summary>Deletes a group with all of its lines.</summary>
    public Task DeleteLogGroupAsync(string logGroupName, CancellationToken cancellationToken) =>
        SendAsync(On("DeleteLogGroup", new LogGroupRequest { LogGroupName = logGroupName }, logGroupName), cancellationToken);

    /// <summary>A group's tags.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(string logGroupArn, CancellationToken cancellationToken) =>
        (await SendAsync(OnTags("ListTagsForResource", logGroupArn, null), cancellationToken)).Json(LogsJson.Default.LogTags).Tags
            ?? new Dictionary<string, string>();

    /// <summary>Adds tags to a group, or changes their values.</summary>
    public Task TagResourceAsync(string logGroupArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        SendAsync(OnTags("TagResource", logGroupArn, tags), cancellationToken);

    private static ServiceRequest OnTags(string operation, string logGroupArn, IReadOnlyDictionary<string, string>? tags) =>
        new(operation, logGroupArn) { Body = ServiceRequest.Json(new LogTagsRequest(logGroupArn, tags), LogsJson.Default.LogTagsRequest) };

    private static ServiceRequest On(string operation, LogGroupRequest request, string logGroupName) =>
        new(operation, logGroupName) { Body = ServiceRequest.Json(request, LogsJson.Default.LogGroupRequest) };
}
