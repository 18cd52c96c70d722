using TemporalLambda.Aws.Logs;

namespace TemporalLambda.Aws.Tests.Logs;

public class LogEntryReaderTests
{
    private const string Id = "8f507cfc-a8a5-4bd4-b1a7-1d0b7bbba4d0";

    public static TheoryData<string, string, LogEntryKind, string?, string?> Lines => new()
    {
        { "Lambda's start", $"START RequestId: {Id} Version: 3\n", LogEntryKind.Start, null, Id },
        { "Lambda's end", $"END RequestId: {Id}\n", LogEntryKind.End, null, Id },
        { "a report", $"REPORT RequestId: {Id}\tDuration: 5.10 ms\tBilled Duration: 6 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t\n", LogEntryKind.Report, null, Id },
        { "a report of a failure", $"REPORT RequestId: {Id}\tDuration: 5.10 ms\tBilled Duration: 6 ms\tStatus: timeout\n", LogEntryKind.Report, "ERROR", Id },
        { "an environment's start", "INIT_START Runtime Version: provided:al2023.v139\tRuntime Version ARN: arn:aws:lambda:eu-central-1::runtime:x\n", LogEntryKind.Init, null, null },
        { "a time-out", $"2026-08-31T10:00:00.000Z {Id} Task timed out after 3.00 seconds\n\n", LogEntryKind.Platform, "ERROR", Id },
        { "a process that exited", $"RequestId: {Id} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n", LogEntryKind.Platform, "ERROR", Id },
        { "Lambda's start in JSON", $$$"""{"time":"2026-08-31T10:00:00.000Z","type":"platform.start","record":{"requestId":"{{{Id}}}","version":"3"}}""", LogEntryKind.Start, null, Id },
        { "a report in JSON", $$$"""{"type":"platform.report","record":{"requestId":"{{{Id}}}","metrics":{"durationMs":5.1,"billedDurationMs":6},"status":"error"}}""", LogEntryKind.Report, "ERROR", Id },
        { "a line of this module's runtime", $$"""{"timestamp":"2026-08-31T10:00:00.000Z","level":"INFO","message":"hello","requestId":"{{Id}}"}""", LogEntryKind.Function, "INFO", Id },
        { "zap", """{"level":"error","msg":"no"}""", LogEntryKind.Function, "ERROR", null },
        { "pino", """{"level":50,"msg":"no"}""", LogEntryKind.Function, "ERROR", null },
        { "Node", $"2026-08-31T10:00:00.000Z\t{Id}\tERROR\tno\n", LogEntryKind.Function, "ERROR", Id },
        { "Python", $"[WARNING]\t2026-08-31T10:00:00.000Z\t{Id}\tcareful", LogEntryKind.Function, "WARN", Id },
        { ".NET", $"2026-08-31T10:00:00.000Z\t{Id}\tfail\tno", LogEntryKind.Function, "ERROR", Id },
        { "Go's Temporal SDK", "2026/08/31 10:00:00 INFO  Started Worker Namespace default", LogEntryKind.Function, "INFO", null },
        { "logfmt", "time=2026-08-31 level=error msg=no", LogEntryKind.Function, "ERROR", null },
        { "a panic", "panic: runtime error: index out of range", LogEntryKind.Function, "FATAL", null },
        { "prose about an error", "everything went well, there was no ERRORs at all in this long long line", LogEntryKind.Function, null, null },
        { "half a JSON object", """{"level":"ERROR","message":""", LogEntryKind.Function, null, null },
        { "a member that is there twice", """{"level":"ERROR","level":"INFO"}""", LogEntryKind.Function, null, null },
        { "an empty line", "\n", LogEntryKind.Function, null, null },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_tells_kind_level_and_invocation(string line, string message, LogEntryKind kind, string? level, string? requestId)
    {
        LogEntry entry = new LogEntryReader().Read(Event(message));

        Assert.Equal((line, kind, level, requestId), (line, entry.Kind, entry.Level, entry.RequestId));
        Assert.Equal(message.TrimEnd('\n'), entry.Text);
    }

    [Theory]
    [InlineData($"REPORT RequestId: {Id}\tDuration: 5.1 ms\tBilled Duration: 6 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\tInit Duration: 40.5 ms\tStatus: error\tError Type: Runtime.ExitError\n")]
    [InlineData("""{"type":"platform.report","record":{"metrics":{"durationMs":5.1,"billedDurationMs":6,"memorySizeMB":128,"maxMemoryUsedMB":60,"initDurationMs":40.5},"status":"error","errorType":"Runtime.ExitError"}}""")]
    public void A_report_tells_the_same_in_both_formats(string message)
    {
        LogEntry entry = new LogEntryReader().Read(Event(message));

        Assert.Equal(
            "5.1 6 128 60 40.5 error Runtime.ExitError",
            string.Join(' ', new[] { "durationMs", "billedDurationMs", "memorySizeMB", "maxMemoryUsedMB", "initDurationMs", "status", "errorType" }
                .Select(name => entry.Data![name]!.ToString())));
    }

    [Fact]
    public void A_line_between_start_and_report_belongs_to_that_invocation_of_its_environment()
    {
        LogEntryReader reader = new();

        string?[] ids =
        [
            .. new[]
            {
                Event("one", "a"), Event($"START RequestId: {Id} Version: 1\n", "a"), Event("two", "a"), Event("elsewhere", "b"),
                Event($"END RequestId: {Id}\n", "a"), Event("extension", "a"), Event($"REPORT RequestId: {Id}\tDuration: 1 ms\n", "a"), Event("three", "a"),
            }.Select(line => reader.Read(line).RequestId),
        ];

        Assert.Equal([null, Id, Id, null, Id, Id, Id, null], ids);
    }

    [Fact]
    public void The_stream_tells_the_version() =>
        Assert.Equal(("7", "$LATEST"), (Version("2026/08/31/[7]0123abc"), Version("2026/08/31/[$LATEST]0123abc")));

    private static string? Version(string stream) => new LogEntryReader().Read(Event("x", stream)).FunctionVersion;

    private static LogEvent Event(string message, string stream = "2026/08/31/[1]abc") =>
        new() { LogStreamName = stream, Timestamp = 1788000000000, Message = message };
}
