using System.Diagnostics;

namespace TemporalLambda.Aws.Tests.Protocol;

public class CallHandlerTests(FakeAws aws)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429, "TooManyRequestsException", false)]
    [InlineData(500, "ServiceException", false)]
    [InlineData(503, "ServiceUnavailable", false)]
    [InlineData(0, "", true)]
    public async Task A_passing_fault_is_retried(int status, string code, bool drop)
    {
        RecordingReporter reporter = new();
        using AwsSession session = await aws.OpenAsync(reporter);
        await aws.PlanAsync(drop
            ? new { operation = "GetFunction", times = 1, drop = true }
            : new { operation = "GetFunction", times = 1, status, code });

        StageException answered = await Assert.ThrowsAsync<StageException>(() => session.Lambda.GetFunctionAsync("absent", null, Token));

        Assert.Equal(AwsFault.NotFound, answered.Fault());
        string line = Assert.Single(reporter.Lines);
        Assert.Matches("^V lambda GetFunction absent: 404 ResourceNotFoundException in [0-9]+ ms, 1 retry$".Replace(", 1 retry", drop ? "(, 1 retry)?" : ", 1 retry"), line);
    }

    [Theory]
    [InlineData(429, "TooManyRequestsException", AwsFault.Throttled, "AwsThrottled")]
    [InlineData(500, "ServiceException", AwsFault.ServiceFailed, "AwsServiceFailed")]
    [InlineData(403, "AccessDeniedException", AwsFault.AccessDenied, "AwsAccessDenied")]
    [InlineData(403, "ExpiredTokenException", AwsFault.ExpiredCredentials, "CredentialsExpired")]
    [InlineData(409, "ResourceConflictException", AwsFault.Conflict, "AwsResourceConflict")]
    [InlineData(400, "CodeStorageExceededException", AwsFault.LimitExceeded, "AwsCodeStorageExceeded")]
    [InlineData(400, "InvalidParameterValueException", AwsFault.Invalid, "AwsRequestRefused")]
    public async Task A_lasting_fault_is_one_error_of_its_kind(int status, string code, AwsFault fault, string errorId)
    {
        using AwsSession session = await aws.OpenAsync(time: new FastTime());
        await aws.PlanAsync(new { operation = "GetFunction", times = 99, status, code, message = "Because." });

        StageException error = await Assert.ThrowsAsync<StageException>(() => session.Lambda.GetFunctionAsync("worker", null, Token));
        await aws.PlanAsync();

        Assert.Equal((fault, errorId), (error.Fault(), error.ErrorId));
        Assert.EndsWith(".", error.Message);
        Assert.DoesNotContain("..", error.Message);
    }

    [Fact]
    public async Task A_throttle_that_lasts_is_waited_out_with_progress()
    {
        RecordingReporter reporter = new();
        FastTime time = new();
        using AwsSession session = await aws.OpenAsync(reporter, time: time);
        await aws.PlanAsync(new { operation = "GetFunction", times = 4, status = 429, code = "TooManyRequestsException" });

        StageException answered = await Assert.ThrowsAsync<StageException>(() => session.Lambda.GetFunctionAsync("absent", null, Token));

        Assert.Equal(AwsFault.NotFound, answered.Fault());
        Assert.InRange(time.Waited, TimeSpan.FromSeconds(3.7), TimeSpan.FromSeconds(6.3));
        Assert.Equal(
            ["AWS throttles it: waiting to try again", "is done"], reporter.Progressed.Select(progress => progress.Status).Distinct());
        Assert.True(reporter.Progressed.Last().Completed);
    }

    [Fact]
    public async Task Where_nothing_listens_it_is_a_connection_error()
    {
        AwsOptions options = new() { AccessKey = "a", SecretKey = "b", Region = "eu-central-1", EndpointUrl = "http://127.0.0.1:1" };
        using AwsSession session = await AwsSession.OpenAsync(options, SilentReporter.Instance, Token);

        StageException error = await Assert.ThrowsAsync<StageException>(() => session.Lambda.GetFunctionAsync("worker", null, Token));

        Assert.Equal((AwsFault.NoConnection, "AwsNotReached"), (error.Fault(), error.ErrorId));
    }

    [Fact]
    public async Task A_cancelled_call_ends_within_a_second()
    {
        using AwsSession session = await aws.OpenAsync();
        await aws.PlanAsync(new { operation = "GetFunction", times = 1, delay = 5.0 });
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));
        Stopwatch watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.Lambda.GetFunctionAsync("worker", null, stop.Token));
        await aws.PlanAsync();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.3), $"it took {watch.Elapsed}");
    }

    [Fact]
    public async Task No_line_holds_a_key_or_a_variable()
    {
        RecordingReporter reporter = new();
        using AwsSession session = await aws.OpenAsync(reporter);

        await session.GetCallerIdentityAsync(Token);
        await Assert.ThrowsAsync<StageException>(() => session.Lambda.UpdateFunctionConfigurationAsync(
            "absent",
            new() { Environment = new(new Dictionary<string, string> { ["SECRET"] = "hush-hush" }) },
            Token));

        Assert.Equal(2, reporter.Lines.Count);
        Assert.All(reporter.Lines, line => Assert.DoesNotMatch("hush-hush|SECRET|testing", line));
    }
}
