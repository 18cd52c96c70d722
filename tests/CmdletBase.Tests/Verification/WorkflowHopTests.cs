using System.Text.Json.Nodes;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Cmdlets.Verification;
using TemporalLambda.Temporal;

namespace TemporalLambda.CmdletBase.Tests.Verification;

public class WorkflowHopTests
{
    private const string Own = "8f5a0000-0000-0000-0000-000000000001", Other = "8f5a0000-0000-0000-0000-000000000002";
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_invocation_that_took_the_first_task_is_the_one_that_is_told_of()
    {
        LogEntry[] log =
        [
            Line(Other, LogEntryKind.Start, 0.05), Line(Own, LogEntryKind.Start, 0.1),
            Line(Other, LogEntryKind.Report, 5) with { Data = new() { ["billedDurationMs"] = 5000.0 } },
            Line(Own, LogEntryKind.Report, 3) with { Data = new JsonObject { ["billedDurationMs"] = 3100.0, ["initDurationMs"] = 250.0 } },
        ];
        Assert.Equal(
            ["started 0", "invoked 0.1", "init took 0.25", "first poll 0.4", "completed 0.5", "billed 3.1"],
            WorkflowChecks.Hops(Times($"{Own}@arn:aws:lambda:eu-central-1:123456789012:function:orders:1"), log).Select(Words));
    }

    [Fact]
    public void What_the_log_does_not_tell_yet_is_left_out() =>
        Assert.Equal(["started 0", "first poll 0.4", "completed 0.5"], WorkflowChecks.Hops(Times("a worker elsewhere"), []).Select(Words));

    [Fact]
    public void An_invocation_that_began_before_the_workflow_was_already_running() => Assert.Equal(
        ["started 0", "already running 0", "first poll 0.4", "completed 0.5"],
        WorkflowChecks.Hops(Times($"{Own}@arn"), [Line(Own, LogEntryKind.Start, -3)]).Select(Words));

    private static string Words(WorkflowHop hop) => FormattableString.Invariant($"{hop.Name} {hop.Time.TotalSeconds}");

    private static WorkflowTimes Times(string identity) => new(Start, Start.AddSeconds(0.4), Start.AddSeconds(0.5), identity, null);

    private static LogEntry Line(string requestId, LogEntryKind kind, double seconds) =>
        new() { Timestamp = Start.AddSeconds(seconds), Kind = kind, RequestId = requestId, Message = "", Text = "" };
}
