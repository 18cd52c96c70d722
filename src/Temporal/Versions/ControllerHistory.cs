using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>A failed activity of a version's worker controller.</summary>
/// <param name="Activity">The activity, for example <c>InvokeWorkersToRegisterTaskQueues</c>.</param>
/// <param name="Message">Why it failed.</param>
/// <param name="Time">When.</param>
internal sealed record ControllerFailure(string Activity, string Message, DateTimeOffset Time);

/// <summary>What the worker controller knows about an answer of the server that tells nothing.</summary>
/// <param name="LastFailure">Why its last activity failed; null where none did, or where its history may not be read.</param>
/// <param name="RunningControllers">How many worker controllers run in the namespace; null where that may not be asked.</param>
internal sealed record ControllerEvidence(string? LastFailure, long? RunningControllers);

/// <summary>
/// The history of the system workflow that invokes a version's function. It runs on while its activities fail, and the server's own answer
/// to a failed invocation is no more than "something went wrong": the failed activities are the only evidence.
/// </summary>
internal static class ControllerHistory
{
    // Server 1.31 continues as new after each change, so that a failure is soon in an earlier run.
    private const int Runs = 4;
    private const int PageSize = 100;

    public static string WorkflowId(string deploymentName, string buildId) => $"temporal-sys-worker-controller-instance:{deploymentName}:{buildId}";

    /// <summary>All that can be found out, side by side.</summary>
    public static async Task<ControllerEvidence> EvidenceAsync(
        TemporalConnection connection, string deploymentName, string buildId, DateTimeOffset since, CancellationToken cancellation)
    {
        Task<ControllerFailure?> failure = LastFailureAsync(connection, deploymentName, buildId, since, cancellation);
        Task<long?> running = CountRunningAsync(connection, cancellation);
        await Task.WhenAll(failure, running);
        return new((await failure)?.Message, await running);
    }

    private static async Task<long?> CountRunningAsync(TemporalConnection connection, CancellationToken cancellation)
    {
        const string query = "TemporalNamespaceDivision = 'TemporalWorkerControllerInstance' AND ExecutionStatus = 'Running'";
        try
        {
            CountWorkflowExecutionsResponse answer = await connection.CallAsync(
                "count worker controllers",
                (service, rpc) => service.CountWorkflowExecutionsAsync(new() { Namespace = connection.Namespace, Query = query }, rpc), cancellation);
            return answer.Count;
        }
        catch (Exception e) when (e is RpcException or StageException)
        {
            return null;
        }
    }

    /// <summary>The newest failure since <paramref name="since"/>, or null; also null where the history may not be read.</summary>
    public static async Task<ControllerFailure?> LastFailureAsync(
        TemporalConnection connection, string deploymentName, string buildId, DateTimeOffset since, CancellationToken cancellation)
    {
        string workflowId = WorkflowId(deploymentName, buildId);
        string runId = "";
        try
        {
            for (int run = 0; run < Runs; run++)
            {
                GetWorkflowExecutionHistoryReverseResponse newest = await connection.CallAsync(
                    $"history of '{workflowId}'",
                    (service, rpc) => service.GetWorkflowExecutionHistoryReverseAsync(
                        new() { Namespace = connection.Namespace, Execution = new() { WorkflowId = workflowId, RunId = runId }, MaximumPageSize = PageSize }, rpc),
                    cancellation);
                if (Failure(newest.History.Events, since) is { } failure)
                {
                    return failure;
                }

                string? previous = await PreviousRunAsync(connection, workflowId, runId, newest.History.Events, cancellation);
                if (string.IsNullOrEmpty(previous))
                {
                    return null;
                }

                runId = previous;
            }
        }
        catch (Exception e) when (e is RpcException or StageException)
        {
            // No such workflow, or no right to read it: then there is no evidence.
        }

        return null;
    }

    private static async Task<string?> PreviousRunAsync(
        TemporalConnection connection, string workflowId, string runId, IReadOnlyList<HistoryEvent> read, CancellationToken cancellation)
    {
        HistoryEvent? first = read.FirstOrDefault(e => e.EventId == 1);
        if (first is null)
        {
            GetWorkflowExecutionHistoryResponse oldest = await connection.CallAsync(
                $"first event of '{workflowId}'",
                (service, rpc) => service.GetWorkflowExecutionHistoryAsync(
                    new() { Namespace = connection.Namespace, Execution = new() { WorkflowId = workflowId, RunId = runId }, MaximumPageSize = 1 }, rpc),
                cancellation);
            first = oldest.History.Events.FirstOrDefault();
        }

        return first?.WorkflowExecutionStartedEventAttributes?.ContinuedExecutionRunId;
    }

    private static ControllerFailure? Failure(IReadOnlyList<HistoryEvent> newestFirst, DateTimeOffset since)
    {
        HistoryEvent? failed = newestFirst.FirstOrDefault(e => e.EventType is EventType.ActivityTaskFailed && e.EventTime.ToDateTimeOffset() >= since);
        if (failed is null)
        {
            return null;
        }

        ActivityTaskFailedEventAttributes attributes = failed.ActivityTaskFailedEventAttributes;
        string activity = newestFirst.FirstOrDefault(e => e.EventId == attributes.ScheduledEventId)?.ActivityTaskScheduledEventAttributes.ActivityType.Name ?? "";
        return new(activity, attributes.Failure.Message, failed.EventTime.ToDateTimeOffset());
    }
}
