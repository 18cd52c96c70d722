using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace TemporalLambda.Runtime.Invocations;

/// <summary>
/// Has the server bring a worker's waiting polls to their end, each with a task or empty-handed, so that a worker can stop without
/// cutting a poll to which a task is on its way: such a task is handed out again only after its timeout, ten seconds or more later.
/// </summary>
/// <remarks>
/// Temporal's core asks for the same when it shuts down, but then drops the workflow tasks that the polls still bring (seen with
/// Temporalio 1.21.1): its workflow stream ends as soon as no run has work. So it is asked before, while the core is fully at work. The
/// server takes the request by the worker's instance key, which only the core knows; the worker's heartbeat has told it to the server.
/// Servers do this where <c>frontend.enableCancelWorkerPollsOnShutdown</c> is on, as in Temporal Cloud, and say so in their namespace's
/// capabilities. What remains is the server's own race, some milliseconds long: a task that it has given to a poll in the moment in which
/// it ends that poll is lost with it until its timeout (seen with 1.32.1).
/// </remarks>
internal sealed class PollRecall(ITemporalClient client, string identity, string taskQueue)
{
    // More than one where a worker of this invocation was abandoned with a connection that had died.
    private string[] instanceKeys = [];

    /// <summary>Whether the polls can be recalled.</summary>
    public bool IsPrepared => instanceKeys.Length > 0;

    /// <summary>Finds out whether the polls can be recalled. Never throws.</summary>
    /// <param name="patience">How long the server may take to answer.</param>
    public async Task<bool> PrepareAsync(TimeSpan patience)
    {
        if (IsPrepared)
        {
            return true;
        }

        try
        {
            var options = new RpcOptions { Retry = false, Timeout = patience };
            var @namespace = client.Options.Namespace;
            var describing = client.WorkflowService.DescribeNamespaceAsync(new DescribeNamespaceRequest { Namespace = @namespace }, options);
            var listing = client.WorkflowService.ListWorkersAsync(
                new ListWorkersRequest { Namespace = @namespace, Query = $"WorkerIdentity = '{identity}'" }, options);
            await Task.WhenAll(describing, listing);
            if ((await describing).NamespaceInfo?.Capabilities?.WorkerPollCompleteOnShutdown == true)
            {
                instanceKeys = [.. (await listing).Workers.Select(worker => worker.WorkerInstanceKey)];
            }
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            // An older server, a key that may not list workers, or no connection: then the polls are cut, as every SDK's worker does.
        }

        return IsPrepared;
    }

    /// <summary>Recalls the polls. Never throws.</summary>
    /// <param name="patience">How long the server may take to answer.</param>
    /// <returns>Whether the server has ended them: what they bring is then here within moments.</returns>
    public async Task<bool> RecallAsync(TimeSpan patience)
    {
        try
        {
            await Task.WhenAll(instanceKeys.Select(key => client.WorkflowService.ShutdownWorkerAsync(
                new ShutdownWorkerRequest
                {
                    Namespace = client.Options.Namespace,
                    Identity = identity,
                    WorkerInstanceKey = key,
                    TaskQueue = taskQueue,
                    TaskQueueTypes = { TaskQueueType.Workflow, TaskQueueType.Activity, TaskQueueType.Nexus },
                    // The core unloads the real one when it stops; this field must not be empty.
                    StickyTaskQueue = $"{identity}-recalled",
                    Reason = "The invocation ends.",
                },
                new RpcOptions { Retry = false, Timeout = patience })));
            return true;
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            // Whether polls still wait is seen from their slots.
            return false;
        }
    }
}
