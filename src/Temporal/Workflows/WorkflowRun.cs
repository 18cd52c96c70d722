using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>A workflow that was run to its end.</summary>
/// <param name="WorkflowId">The workflow's id.</param>
/// <param name="RunId">The run's id.</param>
/// <param name="ResultJson">The result as JSON; <c>null</c> as text where it has none.</param>
/// <param name="Duration">From the start's request to the result.</param>
/// <param name="Times">What its history tells.</param>
public sealed record WorkflowRunResult(string WorkflowId, string RunId, string ResultJson, TimeSpan Duration, WorkflowTimes Times);

/// <summary>The times of a workflow, by the server's clock.</summary>
/// <param name="Started">When the server had taken it.</param>
/// <param name="FirstTask">When a worker's poll got its first task; null where the history does not tell.</param>
/// <param name="Completed">When it was over.</param>
/// <param name="WorkerIdentity">Who got the first task; <c>request id@function ARN</c> in a Lambda function.</param>
/// <param name="LongestActivityTimeout">The longest time that one of its activities may take in one attempt; null without activities.</param>
public sealed record WorkflowTimes(
    DateTimeOffset Started, DateTimeOffset? FirstTask, DateTimeOffset? Completed, string? WorkerIdentity, TimeSpan? LongestActivityTimeout);

/// <summary>A workflow to run.</summary>
/// <param name="WorkflowType">The workflow's type.</param>
/// <param name="JsonInput">Its one argument as JSON; null for none.</param>
/// <param name="TaskQueue">The task queue.</param>
/// <param name="Timeout">How long it may take; also its execution timeout.</param>
public sealed record WorkflowRunRequest(string WorkflowType, string? JsonInput, string TaskQueue, TimeSpan Timeout)
{
    /// <summary>The workflow's id; one that runs under it already is waited for. Default: one that is new.</summary>
    public string? Id { get; init; }

    /// <summary>The version that it has to run on, whatever the routing is; null leaves it to the routing.</summary>
    public (string DeploymentName, string BuildId)? PinnedTo { get; init; }
}

/// <summary>Runs one workflow of any type and waits for its result.</summary>
public static class WorkflowRun
{
    /// <summary>Starts it and waits. A run that is not over in time is ended by the server.</summary>
    /// <param name="connection">The namespace.</param>
    /// <param name="request">The workflow.</param>
    /// <param name="cancellation">Ends the wait, not the workflow.</param>
    /// <exception cref="StageException">It could not be started, failed, or was not over in time.</exception>
    public static async Task<WorkflowRunResult> ExecuteAsync(TemporalConnection connection, WorkflowRunRequest request, CancellationToken cancellation)
    {
        (string workflowType, string? jsonInput, string taskQueue, TimeSpan timeout) = request;
        IReadOnlyCollection<object?> arguments = jsonInput is null ? [] : [Argument(workflowType, jsonInput)];
        string id = request.Id ?? $"{workflowType}-{Guid.NewGuid():N}";
        long started = Stopwatch.GetTimestamp();
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        // The server's own timeout comes first, so that its reason is the one that is told.
        bound.CancelAfter(timeout + TimeSpan.FromSeconds(5));
        RpcOptions rpc = new() { CancellationToken = bound.Token };
        try
        {
            WorkflowOptions options = new(id, taskQueue) { ExecutionTimeout = timeout, Rpc = rpc };
            if (request.Id is not null)
            {
                options.IdConflictPolicy = WorkflowIdConflictPolicy.UseExisting;
            }

            if (request.PinnedTo is { } version)
            {
                options.VersioningOverride = new VersioningOverride.Pinned(new(version.DeploymentName, version.BuildId));
            }

            WorkflowHandle handle = await connection.Client.StartWorkflowAsync(workflowType, arguments, options).WaitAsync(bound.Token);
            connection.Reporter.Verbose($"Temporal: started workflow '{id}' of type {workflowType} on task queue '{taskQueue}'.");
            IRawValue result = await handle.GetResultAsync<IRawValue>(rpcOptions: rpc).WaitAsync(bound.Token);
            TimeSpan duration = Stopwatch.GetElapsedTime(started);
            connection.Reporter.Verbose($"Temporal: workflow '{id}' completed in {duration.TotalMilliseconds:0} ms.");
            WorkflowTimes times = Times(await handle.FetchHistoryAsync(new() { Rpc = rpc }).WaitAsync(bound.Token));
            return new(id, handle.ResultRunId!, Json(result.Payload), duration, times);
        }
        catch (WorkflowFailedException e)
        {
            throw e.InnerException is TimeoutFailureException
                ? TemporalErrors.WorkflowTimedOut(workflowType, id, taskQueue, timeout.TotalSeconds)
                : TemporalErrors.WorkflowFailed(workflowType, id, Message(e), e);
        }
        catch (RpcException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw CallFailure.Explain(e, $"run workflow {workflowType}", connection) as StageException
                ?? TemporalErrors.CallRefused("run workflow", workflowType, e.Message, e);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw TemporalErrors.WorkflowTimedOut(workflowType, id, taskQueue, timeout.TotalSeconds);
        }
    }

    private static WorkflowTimes Times(WorkflowHistory history)
    {
        HistoryEvent? task = history.Events.FirstOrDefault(e => e.EventType == EventType.WorkflowTaskStarted);
        TimeSpan[] activities =
        [
            .. history.Events.Select(e => e.ActivityTaskScheduledEventAttributes?.StartToCloseTimeout?.ToTimeSpan() ?? TimeSpan.Zero).Where(t => t > TimeSpan.Zero),
        ];
        return new(
            history.Events.First().EventTime.ToDateTimeOffset(), task?.EventTime.ToDateTimeOffset(), history.Events.Last().EventTime.ToDateTimeOffset(),
            task?.WorkflowTaskStartedEventAttributes.Identity, activities.Length == 0 ? null : activities.Max());
    }

    /// <summary>Whether the workflow itself is what failed: it ran and did not complete, or not in time.</summary>
    internal static bool IsVerdict(StageException e) => e.ErrorId is "TemporalWorkflowFailed" or "TemporalWorkflowTimedOut";

    /// <exception cref="StageException">The input is no JSON.</exception>
    internal static void CheckInput(string workflowType, string? json)
    {
        try
        {
            using JsonDocument _ = JsonDocument.Parse(json ?? "null");
        }
        catch (JsonException e)
        {
            throw TemporalErrors.WorkflowInputInvalid(workflowType, e.Message);
        }
    }

    private static RawValue Argument(string workflowType, string json)
    {
        CheckInput(workflowType, json);
        return new(new Payload { Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") }, Data = ByteString.CopyFromUtf8(json) });
    }

    private static string Json(Payload payload)
    {
        string encoding = payload.Metadata.TryGetValue("encoding", out ByteString? name) ? name.ToStringUtf8() : "";
        return encoding switch
        {
            "binary/null" => "null",
            "json/plain" or "json/protobuf" => payload.Data.ToStringUtf8(),

            // Bytes, or something of a codec that we do not have.
            _ => JsonSerializer.Serialize(Convert.ToBase64String(payload.Data.Span)),
        };
    }

    // The chain of causes, from the workflow's failure to its root.
    private static string Message(WorkflowFailedException e)
    {
        StringBuilder text = new();
        for (Exception? cause = e.InnerException; cause is not null; cause = cause.InnerException)
        {
            string part = cause is ApplicationFailureException { ErrorType: { Length: > 0 } type }
                ? string.Create(CultureInfo.InvariantCulture, $"{type}: {cause.Message}") : cause.Message;
            text.Append(text.Length == 0 ? "" : " <- ").Append(part.Trim().TrimEnd('.'));
        }

        return text.Length == 0 ? e.Message : text.ToString();
    }
}
