using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Logs;

/// <summary>CloudWatch Logs: which operations there are.</summary>
internal sealed class LogsService
{
    private readonly LogStore _store;
    private readonly Authorizer _authorizer;
    private readonly JsonOperations _operations;

    public LogsService(LogStore store, Authorizer authorizer)
    {
        (_store, _authorizer) = (store, authorizer);
        var groups = new LogGroupOperations(store);
        var events = new LogEventOperations(store);
        _operations = new("Logs_20140328.", new Dictionary<string, Func<JsonInput, JsonObject?>>(StringComparer.Ordinal)
        {
            ["CreateLogGroup"] = groups.Create,
            ["DeleteLogGroup"] = groups.Delete,
            ["DescribeLogGroups"] = groups.Describe,
            ["PutRetentionPolicy"] = groups.PutRetention,
            ["DeleteRetentionPolicy"] = groups.DeleteRetention,
            ["TagResource"] = groups.Tag,
            ["UntagResource"] = groups.Untag,
            ["ListTagsForResource"] = groups.ListTags,
            ["CreateLogStream"] = groups.CreateStream,
            ["DescribeLogStreams"] = groups.DescribeStreams,
            ["PutLogEvents"] = events.Put,
            ["FilterLogEvents"] = events.Filter,
            ["GetLogEvents"] = events.Get,
        });
    }

    public AwsResponse Handle(AwsRequest request) => _operations.Handle(request, (action, body) =>
    {
        string resource = body.String("resourceArn") ?? _store.PolicyArn(LogGroupOperations.GroupOf(body) ?? "", body.String("logStreamName") ?? "");
        _authorizer.Demand(request, "logs:" + action, resource);
    });
}
