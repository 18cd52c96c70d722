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
}
