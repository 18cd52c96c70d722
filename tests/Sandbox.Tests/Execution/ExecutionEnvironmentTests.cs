using System.Globalization;
using System.Text.RegularExpressions;
using TemporalLambda.Sandbox.Processes;

namespace TemporalLambda.Sandbox.Tests.Execution;

public partial class ExecutionEnvironmentTests
{
    private const string Echo = "while next; do echo \"got $EVENT\"; answer \"{\\\"pid\\\":$$}\"; done";

    [Fact]
    public async Task An_invocation_is_handed_out_and_answered()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("while next; do answer \"$EVENT\"; done");

        var result = await bench.InvokeAsync(function, """{"name":"World"}""");

        Assert.Equal("""{"name":"World"}""", FunctionBench.Text(result));
        Assert.Null(result.FunctionError);
    }

    [Fact]
    public async Task The_log_has_Lambdas_lines_in_their_order_and_format()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("echo starting\nwhile next; do echo working; printf rest >&2; answer 1; done");

        var result = await bench.InvokeAsync(function);

        var id = bench.Invoker.Ledger.Records.Single().RequestId;
        var log = bench.Log;
        Assert.StartsWith("INIT_START Runtime Version: provided:al2023.v", log[0], StringComparison.Ordinal);
        Assert.Equal(["starting\n", $"START RequestId: {id} Version: 1\n", "working\n", "rest\n", $"END RequestId: {id}\n"], log.Skip(1).Take(5));
        Assert.Matches(ReportLine(), log[6]);
        Assert.Equal(7, log.Count);
        Assert.Matches(@"^\d{4}/\d\d/\d\d/\[1\][0-9a-f]{32}$", bench.Streams.Single());
        Assert.Equal(string.Concat(log.Skip(2)), result.LogTail);
    }

    [Fact]
    public async Task Init_is_billed_with_the_first_invocation_and_not_with_the_next()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("sleep 0.3\n" + Echo);

        await bench.InvokeAsync(function);
        await bench.InvokeAsync(function);

        var records = bench.Invoker.Ledger.Records;
        Assert.InRange(records[0].InitMs!.Value, 290, 5000);
        Assert.Equal((long)Math.Ceiling(records[0].DurationMs + records[0].InitMs!.Value), records[0].BilledMs);
        Assert.Null(records[1].InitMs);
        Assert.Equal((long)Math.Ceiling(records[1].DurationMs), records[1].BilledMs);
    }

    [Fact]
    public async Task A_warm_environment_is_reused_and_keeps_its_process_and_stream()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function(Echo);

        var first = FunctionBench.Text(await bench.InvokeAsync(function));
        var second = FunctionBench.Text(await bench.InvokeAsync(function));

        Assert.Equal(first, second);
        Assert.Single(bench.Streams);
        Assert.Equal(1, bench.Invoker.EnvironmentCount);
    }

    [Fact]
    public async Task Between_invocations_the_process_and_its_children_are_stopped()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("""
            nice -n 19 sh -c 'while :; do :; done' &
            BUSY=$!
            setsid sh -c 'nice -n 19 sh -c "while :; do :; done" & echo $! > "$TMPDIR/away"' &
            while [ ! -s "$TMPDIR/away" ]; do sleep 0.01; done
            while next; do answer "$$ $BUSY $(cat $TMPDIR/away)"; done
            """, timeout: 60);

        var pids = FunctionBench.Text(await bench.InvokeAsync(function)).Split(' ').Select(pid => int.Parse(pid, CultureInfo.InvariantCulture)).ToArray();
        await FunctionBench.UntilAsync(() => pids.All(pid => ProcessTable.ReadEntry(pid)?.State == 'T'), "all processes stopped");
        var before = CpuTicks(pids[1]) + CpuTicks(pids[2]);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal(before, CpuTicks(pids[1]) + CpuTicks(pids[2]));

        var again = bench.InvokeAsync(function);
        await again;
        Assert.Equal(string.Join(' ', pids), FunctionBench.Text(await again));
        await bench.Invoker.DisposeAsync();
        // A killed process is there until it has had the processor once more, and these are nice.
        await FunctionBench.UntilAsync(() => pids.All(pid => Alive(pid) is null), "all processes gone");
    }

    [Fact]
    public async Task A_function_over_its_timeout_is_killed_and_says_so()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("next; echo $$ > \"$TMPDIR/../pid\"; sleep 60", timeout: 1);

        var result = await bench.InvokeAsync(function);

        Assert.Equal("Unhandled", result.FunctionError);
        Assert.Contains("Task timed out after 1.00 seconds", FunctionBench.Text(result), StringComparison.Ordinal);
        Assert.Contains("Task timed out after 1.00 seconds", result.LogTail, StringComparison.Ordinal);
        var record = bench.Invoker.Ledger.Records.Single();
        Assert.Equal("timeout", record.Status);
        Assert.Equal(1000, record.DurationMs);
        var pid = int.Parse(File.ReadAllText(Path.Combine(bench.Folder, "tmp", "pid")), CultureInfo.InvariantCulture);
        await FunctionBench.UntilAsync(() => Alive(pid) is null, "the process is gone");
    }

    [Fact]
    public async Task After_a_timeout_the_next_invocation_gets_a_new_environment()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("while next; do [ \"$EVENT\" = 1 ] && sleep 60; answer $$; done", timeout: 1);

        await bench.InvokeAsync(function, "1");
        var result = await bench.InvokeAsync(function, "2");

        Assert.Null(result.FunctionError);
        Assert.Equal(2, bench.Streams.Count);
    }

    [Theory]
    [InlineData("exit 3", "Runtime exited with error: exit status 3")]
    [InlineData("exit 0", "Runtime exited without providing a reason")]
    [InlineData("kill -9 $$", "Runtime exited with error: signal: killed")]
    [InlineData("kill -11 $$", "Runtime exited with error: signal: segmentation fault")]
    public async Task A_process_that_ends_during_an_invocation_is_an_exit_error(string end, string words)
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("next; echo last words; " + end);

        var result = await bench.InvokeAsync(function);

        var id = bench.Invoker.Ledger.Records.Single().RequestId;
        Assert.Equal("Unhandled", result.FunctionError);
        Assert.Equal($$"""{"errorType":"Runtime.ExitError","errorMessage":"RequestId: {{id}} Error: {{words}}"}""", FunctionBench.Text(result));
        Assert.Contains($"last words\nRequestId: {id} Error: {words}\nRuntime.ExitError\nEND RequestId: {id}\n", result.LogTail, StringComparison.Ordinal);
        Assert.Contains("Status: error\tError Type: Runtime.ExitError\n", result.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_ends_after_its_answer_spoils_nothing()
    {
        await using var bench = new FunctionBench();

        var result = await bench.InvokeAsync(bench.Function("next; answer done; exit 1"));

        Assert.Equal("done", FunctionBench.Text(result));
        Assert.Null(result.FunctionError);
        Assert.Equal("Runtime.ExitError", bench.Invoker.Ledger.Records.Single().ErrorType);
    }

    [Fact]
    public async Task An_error_of_the_function_goes_to_the_caller_and_the_environment_stays()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("while next; do fail '{\"errorType\":\"Custom.Failure\"}'; done");

        var result = await bench.InvokeAsync(function);
        await bench.InvokeAsync(function);

        Assert.Equal("""{"errorType":"Custom.Failure"}""", FunctionBench.Text(result));
        Assert.Equal("Unhandled", result.FunctionError);
        Assert.Equal(1, bench.Invoker.EnvironmentCount);
        Assert.Single(bench.Streams);
    }

    [Fact]
    public async Task A_failing_init_is_tried_once_more_within_the_invocation()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("""
            [ -e "$TMPDIR/../tried" ] || { touch "$TMPDIR/../tried"; exit 9; }
            while next; do answer fine; done
            """);

        var result = await bench.InvokeAsync(function);

        Assert.Equal("fine", FunctionBench.Text(result));
        Assert.Contains(bench.Log, line => line.StartsWith("INIT_REPORT Init Duration: ", StringComparison.Ordinal)
            && line.EndsWith("\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_init_error_is_the_invocations_result()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function(
            "curl -sS -o /dev/null -H 'Lambda-Runtime-Function-Error-Type: Init.Bad' -d '{\"errorType\":\"Init.Bad\"}' $API/init/error; exit 1");

        var result = await bench.InvokeAsync(function);

        Assert.Equal("""{"errorType":"Init.Bad"}""", FunctionBench.Text(result));
        Assert.Equal("Unhandled", result.FunctionError);
        Assert.Equal(
            ["init", "invoke"],
            bench.Log.Where(line => line.StartsWith("INIT_REPORT", StringComparison.Ordinal)).Select(line => InitPhase().Match(line).Groups[1].Value));
    }

    [Fact]
    public async Task An_init_that_hangs_is_cut_off_and_then_bounded_by_the_timeout()
    {
        await using var bench = new FunctionBench(new() { InitLimit = TimeSpan.FromSeconds(0.5) });

        var result = await bench.InvokeAsync(bench.Function("sleep 60", timeout: 1));

        Assert.Contains("Task timed out after 1.00 seconds", FunctionBench.Text(result), StringComparison.Ordinal);
        Assert.Contains(bench.Log, line => line.Contains("Phase: init\tStatus: timeout", StringComparison.Ordinal));
        Assert.InRange(bench.Invoker.Ledger.Records.Single().BilledMs, 1450, 4000);
    }

    [Fact]
    public async Task More_memory_than_the_setting_ends_the_process()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("next; X=$(head -c 400000000 /dev/zero | tr '\\0' x); sleep 60", memory: 128, timeout: 30);

        var result = await bench.InvokeAsync(function);

        Assert.Contains("\"errorType\":\"Runtime.OutOfMemory\"", FunctionBench.Text(result), StringComparison.Ordinal);
        Assert.Contains("signal: killed", FunctionBench.Text(result), StringComparison.Ordinal);
        Assert.InRange(bench.Invoker.Ledger.Records.Single().MaxMemoryUsed, 129, 2000);
    }

    [Fact]
    public async Task The_environment_is_Lambdas_and_the_functions_own_and_nothing_of_this_machines()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("while next; do answer \"$(pwd):$(tr '\\0' '\\n' < /proc/$$/environ)\"; done");

        var text = FunctionBench.Text(await bench.InvokeAsync(function));

        var variables = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('\n').Where(line => line.Length > 0)
            .ToDictionary(line => line.Split('=')[0], line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        Assert.StartsWith(function.CodeFolder + ":", text, StringComparison.Ordinal);
        Assert.Equal(
            ["AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME",
                "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
                "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_XRAY_CONTEXT_MISSING",
                "AWS_XRAY_DAEMON_ADDRESS", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "LANG", "LD_LIBRARY_PATH", "MY_SETTING", "PATH",
                "TMPDIR", "TZ", "_HANDLER"],
            variables.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ("worker", "1", "512", "mine", "us-east-1"),
            (variables["AWS_LAMBDA_FUNCTION_NAME"], variables["AWS_LAMBDA_FUNCTION_VERSION"], variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
                variables["MY_SETTING"], variables["AWS_REGION"]));
        Assert.Equal(bench.Streams.Single(), variables["AWS_LAMBDA_LOG_STREAM_NAME"]);
    }

    [Fact]
    public async Task A_bootstrap_that_can_not_be_executed_is_an_invalid_entrypoint()
    {
        await using var bench = new FunctionBench();
        var noFormat = bench.Function("this is no program", raw: true);
        var none = bench.Function("");
        File.Delete(Path.Combine(none.CodeFolder, "bootstrap"));

        Assert.Contains("fork/exec /var/task/bootstrap: exec format error", FunctionBench.Text(await bench.InvokeAsync(noFormat)), StringComparison.Ordinal);
        var missing = FunctionBench.Text(await bench.InvokeAsync(none));
        Assert.Contains("Runtime.InvalidEntrypoint", missing, StringComparison.Ordinal);
        Assert.Contains("Couldn't find valid bootstrap(s)", missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_over_6_MB_is_refused()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("""
            next
            head -c 7000000 /dev/zero > "$TMPDIR/big"
            curl -sS -o /dev/null -w '%{http_code}\n' --data-binary @"$TMPDIR/big" $API/invocation/$ID/response
            next
            """);

        var result = await bench.InvokeAsync(function);

        Assert.Equal("Unhandled", result.FunctionError);
        Assert.Contains("Function.ResponseSizeTooLarge", FunctionBench.Text(result), StringComparison.Ordinal);
        Assert.Contains("413\n", bench.Log);
    }

    [Fact]
    public async Task Another_id_and_a_second_next_are_refused_as_in_Lambda()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("""
            status() { curl -sS -o /dev/null -w '%{http_code}' "$@"; }
            next
            A=$(status $API/invocation/next)
            B=$(status -d x $API/invocation/other/response)
            C=$(status -d x $API/init/error)
            D=$(status $API/nothing)
            answer "$A $B $C $D"
            next
            """);

        Assert.Equal("403 400 403 404", FunctionBench.Text(await bench.InvokeAsync(function)));
    }

    [Fact]
    public async Task The_headers_of_next_tell_id_deadline_function_and_trace()
    {
        await using var bench = new FunctionBench();
        var function = bench.Function("while next; do answer \"$(tr -d '\\r' < $TMPDIR/headers)\"; done", timeout: 7);

        var headers = FunctionBench.Text(await bench.InvokeAsync(function)).Split('\n').Where(line => line.Contains(": ", StringComparison.Ordinal))
            .ToDictionary(line => line.Split(": ")[0].ToUpperInvariant(), line => line.Split(": ")[1]);

        Assert.Equal(bench.Invoker.Ledger.Records.Single().RequestId, headers["LAMBDA-RUNTIME-AWS-REQUEST-ID"]);
        Assert.Equal(function.Arn, headers["LAMBDA-RUNTIME-INVOKED-FUNCTION-ARN"]);
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(headers["LAMBDA-RUNTIME-DEADLINE-MS"], CultureInfo.InvariantCulture));
        Assert.InRange(deadline - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7));
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$", headers["LAMBDA-RUNTIME-TRACE-ID"]);
    }

    private static long CpuTicks(int pid) => File.ReadAllText($"/proc/{pid}/stat").Split(' ').Skip(13).Take(2)
        .Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture));

    private static ProcessEntry? Alive(int pid) => ProcessTable.ReadEntry(pid) is { IsAlive: true } entry ? entry : null;

    [GeneratedRegex(@"^REPORT RequestId: [0-9a-f-]{36}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 512 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t\n$")]
    private static partial Regex ReportLine();

    [GeneratedRegex("Phase: ([a-z]+)")]
    private static partial Regex InitPhase();
}
