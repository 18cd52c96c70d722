using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>A worker that polls a task queue, as the server remembers it for five minutes.</summary>
/// <param name="Identity">Its identity; <c>request id@function ARN</c> of one in a Lambda function.</param>
/// <param name="DeploymentName">The Worker Deployment that it says it is of; empty for a worker without a version.</param>
/// <param name="BuildId">The build id that it says it has.</param>
/// <param name="LastPoll">When it polled last.</param>
public sealed record Poller(string Identity, string DeploymentName, string BuildId, DateTimeOffset LastPoll);

/// <summary>Reads who polls a task queue.</summary>
public static class Pollers
{
    /// <summary>The workers of every version that poll the queue for workflow tasks: one call.</summary>
    /// <exception cref="StageException">The server refuses.</exception>
    public static async Task<IReadOnlyList<Poller>> ReadAsync(TemporalConnection connection, string taskQueue, CancellationToken cancellation)
    {
        DescribeTaskQueueRequest request = new()
        {
            Namespace = connection.Namespace, TaskQueue = new() { Name = taskQueue }, TaskQueueType = Temporalio.Api.Enums.V1.TaskQueueType.Workflow,
        };
        try
        {
            DescribeTaskQueueResponse response = await connection.CallAsync(
                $"describe task queue '{taskQueue}'", (service, rpc) => service.DescribeTaskQueueAsync(request, rpc), cancellation);
            return [.. response.Pollers.Select(From)];
        }
        catch (RpcException e)
        {
            throw TemporalErrors.CallRefused("describe task queue", taskQueue, e.Message, e);
        }
    }

    private static Poller From(PollerInfo poller) => new(
        poller.Identity, poller.DeploymentOptions?.DeploymentName ?? "", poller.DeploymentOptions?.BuildId ?? "",
        poller.LastAccessTime?.ToDateTimeOffset() ?? DateTimeOffset.MinValue);
}
