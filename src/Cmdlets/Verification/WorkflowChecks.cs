using System.Globalization;
using System.Text.Json.Nodes;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>A workflow through the whole chain, and what its invocation took and cost.</summary>
internal sealed class WorkflowChecks(VerificationTarget target, WorkflowRequest request)
{
    // What every SDK's worker keeps of the timeout to stop.
    private static readonly TimeSpan ShutdownBuffer = TimeSpan.FromSeconds(7);

    // A worker that ends when idle does so within seconds; the log follows within some more.
    private static readonly TimeSpan ReportPatience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan ReportPause = TimeSpan.FromMilliseconds(500);

    // The invocation may have begun long before the workflow, and lasts a quarter of an hour at most.
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);
    private WorkflowTimes? _times;

    public async Task<Finding> WorkflowAsync(CancellationToken cancellationToken)
    {
        string? taskQueue = await target.TaskQueueAsync();
        if (taskQueue is null)
        {
            return Finding.Skipped("The task queue is not known.", "Give -TaskQueue.");
        }

        bool isCurrent = (await target.Version).Status == VersionState.Current;
        (string, string)? pinnedTo = isCurrent ? null : (target.DeploymentName, await target.BuildId);
        WorkflowRunResult run = await WorkflowRun.ExecuteAsync(
            await target.Temporal, new(request.Type, request.JsonInput, taskQueue, request.Timeout) { PinnedTo = pinnedTo }, cancellationToken);
        _times = run.Times;
        string words = $"{request.Type} returned {run.ResultJson} in {run.Duration.TotalSeconds:0.00} s{(isCurrent ? "" : ", pinned to this version")}.";
        return await TimeForActivitiesAsync(run.Times, cancellationToken) is { } late ? late with { Detail = $"{words} {late.Detail}" } : Finding.Passed(words);
    }

    public async Task<Finding> InvocationAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset until = DateTimeOffset.UtcNow + (target.Expected.EndsWhenIdle == true ? ReportPatience : TimeSpan.Zero);
        while (true)
        {
            IReadOnlyList<WorkflowHop> hops = Hops(_times!, await target.ReadLogAsync(_times!.Started - LongestInvocation, cancellationToken));
            bool billed = hops.Any(hop => hop.Name == WorkflowHop.Billed);
            if (billed || DateTimeOffset.UtcNow >= until)
            {
                string words = string.Join(", ", hops.Select(hop => string.Create(CultureInfo.InvariantCulture, $"{hop.Name} {hop.Time.TotalSeconds:0.00} s")));
                return Finding.Passed($"{words}{(billed ? "." : "; the invocation has not ended yet, so that nothing is billed so far.")}") with { Hops = hops };
            }

            await Task.Delay(ReportPause, cancellationToken);
        }
    }

    // Where an activity may run longer than an invocation, only a retry in the next one completes it.
    private async Task<Finding?> TimeForActivitiesAsync(WorkflowTimes times, CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.FunctionAsync(cancellationToken);
        return times.LongestActivityTimeout is { } longest && longest > TimeSpan.FromSeconds(function.Timeout) - ShutdownBuffer
            ? Finding.Warning(
                "ActivityLongerThanTimeout",
                $"One of its activities may take {longest.TotalSeconds:0} s, and the function's timeout leaves {function.Timeout - ShutdownBuffer.TotalSeconds:0}.",
                "Run Publish-TemporalLambdaWorker with a longer -Timeout, or give the activity less time and a heartbeat.")
            : null;
    }

    /// <summary>The way of the workflow, as Temporal's history and the function's log tell it.</summary>
    internal static IReadOnlyList<WorkflowHop> Hops(WorkflowTimes times, IReadOnlyList<LogEntry> log)
    {
        // The identity of a worker in a function begins with the invocation's id.
        string? requestId = times.WorkerIdentity?.Split('@')[0];
        LogEntry[] lines = [.. log.Where(line => line.RequestId == requestId)];
        LogEntry? start = lines.FirstOrDefault(line => line.Kind == LogEntryKind.Start);
        LogEntry? report = lines.LastOrDefault(line => line.Kind == LogEntryKind.Report);
        List<WorkflowHop> hops = [new("started", TimeSpan.Zero)];
        if (start is not null)
        {
            TimeSpan invoked = start.Timestamp - times.Started;
            hops.Add(invoked < TimeSpan.Zero ? new("already running", TimeSpan.Zero) : new("invoked", invoked));
        }

        if (Milliseconds(report, "initDurationMs") is { } init)
        {
            hops.Add(new("init took", init));
        }

        if (times.FirstTask is { } first)
        {
            hops.Add(new("first poll", first - times.Started));
        }

        if (times.Completed is { } completed)
        {
            hops.Add(new("completed", completed - times.Started));
        }

        if (Milliseconds(report, "billedDurationMs") is { } billed)
        {
            hops.Add(new(WorkflowHop.Billed, billed));
        }

        return hops;
    }

    private static TimeSpan? Milliseconds(LogEntry? report, string name) =>
        report?.Data?[name] is JsonValue value && value.TryGetValue(out double number) ? TimeSpan.FromMilliseconds(number) : null;
}
