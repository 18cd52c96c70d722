using System.Runtime.CompilerServices;
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

/// <summary>What a version's worker controller did last, as far back as the newest page of its history tells.</summary>
/// <param name="LastInvocation">When it last had the function invoked.</param>
/// <param name="LastFailure">Its last failed activity.</param>
/// <param name="Refusal">Why its history could not be read; null where it was read, or there is none.</param>
internal sealed record ControllerActivity(DateTimeOffset? LastInvocation, ControllerFailure? LastFailure, StageException? Refusal = null);

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

    /// <summary>How many worker controllers run in the namespace; null where that may not be asked.</summary>
    public static async Task<long?> CountRunningAsync(TemporalConnection connection, CancellationToken cancellation)
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
        try
        {
            await foreach (IReadOnlyList<HistoryEvent> newestFirst in RunsAsync(connection, WorkflowId(deploymentName, buildId), cancellation))
            {
                if (Failure(newestFirst, since) is { } failure)
                {
                    return failure;
                }
            }
        }
        catch (StageException refusal) when (refusal.Category == FaultCategory.PermissionDenied)
        {
            // Who may not read it sees the failure without its cause.
        }

        return null;
    }

    /// <summary>The newest invocation and the newest failure, or the refusal to read them.</summary>
    public static async Task<ControllerActivity> LastActivityAsync(
        TemporalConnection connection, string deploymentName, string buildId, CancellationToken cancellation)
    {
        ControllerActivity activity = new(null, null);
        try
        {
            await foreach (IReadOnlyList<HistoryEvent> newestFirst in RunsAsync(connection, WorkflowId(deploymentName, buildId), cancellation))
            {
                activity = new(activity.LastInvocation ?? Invocation(newestFirst), activity.LastFailure ?? Failure(newestFirst, DateTimeOffset.MinValue));
                if (activity.LastInvocation is not null)
                {
                    break;
                }
            }
        }
        catch (StageException refusal) when (refusal.Category == FaultCategory.PermissionDenied)
        {
            return activity with { Refusal = refusal };
        }

        return activity;
    }

    // The newest page of the newest run, of the run before, and so on; ends where there is no such workflow. No right to read it is thrown.
    private static async IAsyncEnumerable<IReadOnlyList<HistoryEvent>> RunsAsync(
        TemporalConnection connection, string workflowId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? runId = "";
        for (int run = 0; run < Runs && runId is not null; run++)
        {
            IReadOnlyList<HistoryEvent> events;
            try
            {
                events = (await connection.CallAsync(
                    $"history of '{workflowId}'",
                    (service, rpc) => service.GetWorkflowExecutionHistoryReverseAsync(
                        new() { Namespace = connection.Namespace, Execution = new() { WorkflowId = workflowId, RunId = runId }, MaximumPageSize = PageSize }, rpc),
                    cancellation)).History.Events;
            }
            catch (Exception e) when (e is RpcException or StageException { Category: not FaultCategory.PermissionDenied })
            {
                yield break;
            }

            yield return events;
            try
            {
                string? previous = await PreviousRunAsync(connection, workflowId, runId, events, cancellation);
                runId = string.IsNullOrEmpty(previous) ? null : previous;
            }
            catch (Exception e) when (e is RpcException or StageException { Category: not FaultCategory.PermissionDenied })
            {
                yield break;
            }
        }
    }

    private static DateTimeOffset? Invocation(IReadOnlyList<HistoryEvent> newestFirst)
    {
        HashSet<long> completed = [.. newestFirst.Where(e => e.EventType == EventType.ActivityTaskCompleted)
            .Select(e => e.ActivityTaskCompletedEventAttributes.ScheduledEventId)];
        return newestFirst.FirstOrDefault(e => completed.Contains(e.EventId)
            && e.ActivityTaskScheduledEventAttributes?.ActivityType.Name.Contains("Invoke", StringComparison.Ordinal) == true)?.EventTime.ToDateTimeOffset();
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
