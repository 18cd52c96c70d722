using TemporalLambda.Aws;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>A workflow through the whole chain, and what its invocation cost.</summary>
internal sealed class WorkflowChecks(VerificationTarget target, WorkflowRequest request)
{
    // A worker that ends when idle does so within seconds; the log follows within some more.
    private static readonly TimeSpan ReportPatience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan ReportPause = TimeSpan.FromMilliseconds(500);
    private DateTimeOffset _started;

    public async Task<Finding> WorkflowAsync(CancellationToken cancellationToken)
    {
        string? taskQueue = await target.TaskQueueAsync();
        if (taskQueue is null)
        {
            return Finding.Skipped("The task queue is not known.", "Give -TaskQueue.");
        }

        _started = DateTimeOffset.UtcNow;
        WorkflowRunResult run = await WorkflowRun.ExecuteAsync(
            await target.Temporal, new(request.Type, request.JsonInput, taskQueue, request.Timeout), cancellationToken);
        return Finding.Passed($"{request.Type} returned {run.ResultJson} in {run.Duration.TotalSeconds:0.00} s.");
    }

    public async Task<Finding> InvocationAsync(CancellationToken cancellationToken)
    {
        AwsSession session = await target.Aws.WaitAsync(cancellationToken);
        FunctionConfiguration function = await target.FunctionAsync(cancellationToken);
        DateTimeOffset until = DateTimeOffset.UtcNow + (target.Expected.EndsWhenIdle == true ? ReportPatience : TimeSpan.Zero);
        while (true)
        {
            IReadOnlyList<InvocationReport> reports = await ReadReportsAsync(session, function.FunctionName, cancellationToken);
            if (reports.Count > 0)
            {
                InvocationReport last = reports[^1];
                return Finding.Passed(
                    $"{(reports.Count == 1 ? "1 invocation" : $"{reports.Count} invocations")} billed {reports.Sum(r => r.BilledSeconds):0.0} s; "
                    + $"the last used {last.MaxMemoryUsed} of {last.MemorySize} MB.");
            }

            if (DateTimeOffset.UtcNow >= until)
            {
                return Finding.Skipped("The invocation has not ended yet, so that nothing is billed so far.");
            }

            await Task.Delay(ReportPause, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<InvocationReport>> ReadReportsAsync(AwsSession session, string functionName, CancellationToken cancellationToken)
    {
        // The invocation that ran the workflow may have begun a while before it did, with a worker still there.
        FilterLogEventsRequest filter = new()
        {
            LogGroupName = "/aws/lambda/" + functionName, FilterPattern = "REPORT", StartTime = _started.ToUnixTimeMilliseconds(),
        };
        try
        {
            FilteredLogEvents page = await session.Logs.FilterLogEventsAsync(filter, cancellationToken);
            return [.. page.Events.Select(e => InvocationReport.Parse(e.Message)).OfType<InvocationReport>()];
        }
        catch (StageException e) when (e.Is(AwsFault.NotFound))
        {
            // The group appears with the first line.
            return [];
        }
    }
}
