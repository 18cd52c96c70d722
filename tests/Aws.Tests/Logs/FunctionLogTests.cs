using TemporalLambda.Aws.Logs;

namespace TemporalLambda.Aws.Tests.Logs;

public class FunctionLogTests(FakeAws aws)
{
    private const string First = "00000000-0000-4000-8000-000000000001";
    private const string Second = "00000000-0000-4000-8000-000000000002";

    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddMinutes(-5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invocation_has_all_its_lines_also_those_without_its_id()
    {
        using AwsSession session = await aws.OpenAsync();
        await InvocationsAsync("invocations");

        string[] lines = await ReadAsync(session, Query("invocations") with { RequestId = Second });

        Assert.Equal([$"START RequestId: {Second} Version: 1", "second works", "ERROR second fails", $"REPORT RequestId: {Second}\tDuration: 1 ms"], lines);
    }

    [Fact]
    public async Task Errors_are_those_of_every_invocation_with_its_id()
    {
        using AwsSession session = await aws.OpenAsync();
        await InvocationsAsync("errors");

        LogEntry error = Assert.Single(await EntriesAsync(new FunctionLog(session).ReadAsync(Query("errors") with { ErrorsOnly = true }, Token)));

        Assert.Equal(("ERROR second fails", Second), (error.Message, error.RequestId));
    }

    [Fact]
    public async Task What_is_older_is_left_out()
    {
        using AwsSession session = await aws.OpenAsync();
        await aws.WriteLogAsync("/aws/lambda/old", "2026/08/31/[1]a", Start.AddHours(-1), "old");
        await aws.WriteLogAsync("/aws/lambda/old", "2026/08/31/[1]a", Start, "new");

        Assert.Equal(["new"], await ReadAsync(session, Query("old")));
    }

    [Fact]
    public async Task A_log_that_is_not_there_is_an_error_that_names_it()
    {
        using AwsSession session = await aws.OpenAsync();

        StageException error = await Assert.ThrowsAsync<StageException>(() => ReadAsync(session, Query("absent")));

        Assert.Equal(("LogGroupNotFound", "/aws/lambda/absent"), (error.ErrorId, error.Target));
    }

    [Theory]
    [InlineData("1234")]
    [InlineData("\" ?x \"")]
    public async Task A_request_id_of_a_wrong_form_is_refused_before_anything_is_read(string requestId)
    {
        using AwsSession session = await aws.OpenAsync();

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => Assert.Equal(
            "RequestIdNotValid",
            (await Assert.ThrowsAsync<StageException>(() => ReadAsync(session, Query("x") with { RequestId = requestId }))).ErrorId));

        Assert.Empty(calls);
    }

    [Fact]
    public async Task Following_waits_for_the_log_and_gives_each_line_once_in_order_of_time()
    {
        using AwsSession session = await aws.OpenAsync();
        await using IAsyncEnumerator<LogEntry> log = new FunctionLog(session, new FastTime()).FollowAsync(Query("followed"), Token).GetAsyncEnumerator(Token);
        Task<string[]> NextAsync(int count) => Task.Run(
            async () =>
            {
                List<string> lines = [];
                while (lines.Count < count && await log.MoveNextAsync())
                {
                    lines.Add(log.Current.Message);
                }

                return lines.ToArray();
            },
            Token);

        Task<string[]> first = NextAsync(2);
        await aws.WriteLogAsync("/aws/lambda/followed", "2026/08/31/[1]a", Start.AddSeconds(10), "one", "two");
        Assert.Equal(["one", "two"], await first);

        // Older than what was seen: CloudWatch takes in the lines of several environments out of order.
        Task<string[]> second = NextAsync(1);
        await aws.WriteLogAsync("/aws/lambda/followed", "2026/08/31/[1]b", Start.AddSeconds(9), "late");
        Assert.Equal(["late"], await second);

        Task<string[]> third = NextAsync(1);
        await aws.WriteLogAsync("/aws/lambda/followed", "2026/08/31/[1]a", Start.AddSeconds(11), "three");
        Assert.Equal(["three"], await third);
    }

    private static LogQuery Query(string functionName) => new() { LogGroupName = FunctionLog.GroupOf(functionName), Since = Start.AddMinutes(-1) };

    private static async Task<string[]> ReadAsync(AwsSession session, LogQuery query) =>
        [.. (await EntriesAsync(new FunctionLog(session).ReadAsync(query, Token))).Select(entry => entry.Text)];

    private static async Task<List<LogEntry>> EntriesAsync(IAsyncEnumerable<LogEntry> entries)
    {
        List<LogEntry> all = [];
        await foreach (LogEntry entry in entries)
        {
            all.Add(entry);
        }

        return all;
    }

    private async Task InvocationsAsync(string functionName)
    {
        await aws.WriteLogAsync(
            FunctionLog.GroupOf(functionName),
            "2026/08/31/[1]a",
            Start,
            $"START RequestId: {First} Version: 1",
            "first works",
            $"REPORT RequestId: {First}\tDuration: 1 ms",
            $"START RequestId: {Second} Version: 1",
            "second works",
            "ERROR second fails",
            $"REPORT RequestId: {Second}\tDuration: 1 ms");
        await aws.WriteLogAsync(FunctionLog.GroupOf(functionName), "2026/08/31/[1]b", Start.AddMilliseconds(3), "of another environment");
    }
}
