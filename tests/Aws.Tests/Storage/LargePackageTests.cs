using Amazon.S3.Model;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Tests.Clients;
using TemporalLambda.Aws.Tests.Faults;

namespace TemporalLambda.Aws.Tests.Storage;

/// <summary>Packages that one request to Lambda can not carry.</summary>
public sealed class LargePackageTests(FakeAws aws) : IDisposable
{
    private const string Bucket = "packages-of-tests";

    private readonly string _folder = Directory.CreateTempSubdirectory("large-").FullName;
    private readonly RecordingReporter _reporter = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_large_package_goes_through_a_bucket_and_is_removed()
    {
        using AwsSession session = await OpenAsync();
        WantedFunction wanted = Wanted("large", Packages.Large()) with { LargestDirect = PackageFile.LargestDirect };

        FunctionPlan plan = await PlanAsync(session, wanted);
        FunctionResult result = await new FunctionDeployment(session, _reporter).ApplyAsync(plan, Token);
        FunctionPlan again = await PlanAsync(session, wanted with { Bucket = null });

        Assert.Contains(plan.Changes, change => change.Sentence.StartsWith($"Upload the package to s3://{Bucket}/builds/large/", StringComparison.Ordinal));
        Assert.Empty(again.Changes);
        FunctionConfiguration version = await session.Lambda.GetFunctionConfigurationAsync("large", result.FunctionVersion, Token);
        Assert.Equal(plan.Settings.CodeSha256, version.CodeSha256);
        Assert.Empty(await KeysAsync(session));
        StageProgress[] progress = [.. _reporter.Progressed.Where(p => p.Activity == "Package one.zip")];
        Assert.Contains(progress, p => p.Status.StartsWith("51 of 51 MB to s3://", StringComparison.Ordinal) && p.PercentComplete == 100);
        Assert.True(progress[^1].Completed);
    }

    [Theory]
    [InlineData("UploadPart", true)]
    [InlineData("CreateFunction", false)]
    public async Task It_is_removed_after_a_failure_too(string operation, bool inStorage)
    {
        using AwsSession session = await OpenAsync();
        WantedFunction wanted = Wanted("large-failed-at-" + operation);
        FunctionPlan plan = await PlanAsync(session, wanted);

        // aws-check does not know the operations of S3 by name: the bucket goes away before the upload, and its answer is the failure.
        await aws.PlanAsync(new { operation = inStorage ? "none" : operation, times = 9, status = 403, code = "AccessDeniedException" });
        string bucket = inStorage ? "packages-that-are-gone" : Bucket;
        FunctionPlan failing = inStorage ? FunctionPlan.From(plan.Wanted with { Bucket = bucket }, StateOf(plan)) : plan;
        StageException error = await Assert.ThrowsAsync<StageException>(
            () => new FunctionDeployment(session, _reporter).ApplyAsync(failing, Token));
        await aws.PlanAsync();

        Assert.Equal(inStorage ? "AwsResourceNotFound" : "AwsAccessDenied", error.ErrorId);
        Assert.Empty(await KeysAsync(session));
        Assert.Empty((await session.Storage.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Bucket }, Token)).MultipartUploads ?? []);
        Assert.Equal("1", (await new FunctionDeployment(session, _reporter).ApplyAsync(await PlanAsync(session, wanted), Token)).FunctionVersion);
    }

    [Fact]
    public async Task Throttles_of_the_upload_that_last_are_waited_out_with_progress()
    {
        (await OpenAsync()).Dispose();
        await using FaultProxy proxy = new(await aws.UseAsync());
        using AwsSession session = await FakeAwsSessions.OpenAsync(proxy.Url, _reporter, time: new FastTime());
        FunctionPlan plan = await PlanAsync(session, Wanted("large-throttled"));

        // The requests after the role and its policy.
        proxy.Planned = (Fault.Throttled, proxy.Requests + 3);
        proxy.Span = 5;
        await new FunctionDeployment(session, _reporter, new FastTime()).ApplyAsync(plan, Token);

        Assert.Contains(_reporter.Progressed, p => p.Activity == "s3 PutObject" && p.Status == "AWS throttles it: waiting to try again");
        Assert.Contains(_reporter.Progressed, p => p.Activity == "s3 PutObject" && p.Completed);
        Assert.Empty((await PlanAsync(session, Wanted("large-throttled"))).Changes);
    }

    [Fact]
    public async Task What_a_killed_run_left_is_removed_by_the_next()
    {
        using AwsSession session = await OpenAsync();
        WantedFunction wanted = Wanted("large-killed");
        FunctionPlan plan = await PlanAsync(session, wanted);
        await new FunctionDeployment(session, _reporter).ApplyAsync(plan, Token);
        await session.Storage.PutObjectAsync(
            new PutObjectRequest { BucketName = Bucket, Key = plan.Upload!.Key, ContentBody = "left" }, Token);

        FunctionPlan next = await PlanAsync(session, wanted);
        await new FunctionDeployment(session, _reporter).ApplyAsync(next, Token);

        Assert.Equal([$"Remove the package that an earlier run left at {plan.Upload}."], next.Changes.Select(change => change.Sentence));
        Assert.Empty(await KeysAsync(session));
    }

    [Fact]
    public async Task Without_a_bucket_it_is_refused_with_the_parameters_name()
    {
        using AwsSession session = await OpenAsync();

        StageException error = await Assert.ThrowsAsync<StageException>(() => PlanAsync(session, Wanted("large-without") with { Bucket = null }));

        Assert.Equal("PackageNeedsBucket", error.ErrorId);
        Assert.StartsWith("Give -Bucket", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_told_before_anything_is_changed()
    {
        using AwsSession session = await OpenAsync();
        StageException error = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => error = await Assert.ThrowsAsync<StageException>(
            () => PlanAsync(session, Wanted("large-nowhere") with { Bucket = "no-such-bucket" })));

        Assert.Equal(("BucketNotFound", "no-such-bucket"), (error.ErrorId, error.Target));
        Assert.DoesNotContain(calls, call => call.Changes && call.Service != "s3");
    }

    [Fact]
    public async Task A_bucket_of_another_region_is_told_before_anything_is_changed()
    {
        using AwsSession session = await OpenAsync();
        using AwsSession elsewhere = await aws.OpenAsync(region: "eu-west-2");
        await elsewhere.Storage.PutBucketAsync(
            new PutBucketRequest { BucketName = "packages-elsewhere", BucketRegionName = "eu-west-2" }, Token);

        StageException error = await Assert.ThrowsAsync<StageException>(
            () => PlanAsync(session, Wanted("large-elsewhere") with { Bucket = "packages-elsewhere" }));

        Assert.Equal(("BucketInOtherRegion", "packages-elsewhere"), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task What_Lambda_holds_is_compared_with_what_was_sent()
    {
        using AwsSession session = await OpenAsync();
        WantedFunction wanted = Wanted("other-code") with { LargestDirect = PackageFile.LargestDirect };
        await aws.PlanAsync(new
        {
            operation = "GetFunctionConfiguration",
            times = 1,
            status = 200,
            body = """{"FunctionName":"other-code","State":"Active","CodeSha256":"other"}""",
        });

        FunctionPlan plan = await PlanAsync(session, wanted);
        StageException error = await Assert.ThrowsAsync<StageException>(
            () => new FunctionDeployment(session, _reporter).ApplyAsync(plan, Token));

        Assert.Equal("CodeNotAsSent", error.ErrorId);
    }

    private static FunctionState StateOf(FunctionPlan plan) => new()
    {
        Arn = FunctionArn.Parse(plan.Expected.FunctionArn), RoleArn = plan.Settings.Role, OwnRole = new("large-failed-at-UploadPart-execution", null, null),
    };

    private static async Task<IEnumerable<string>> KeysAsync(AwsSession session) =>
        ((await session.Storage.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket }, Token)).S3Objects ?? []).Select(o => o.Key);

    private async Task<AwsSession> OpenAsync()
    {
        AwsSession session = await aws.OpenAsync(_reporter);
        if (await session.Storage.HeadBucketAsync(new HeadBucketRequest { BucketName = Bucket }, Token).OrNull() is null)
        {
            await session.Storage.PutBucketAsync(new PutBucketRequest { BucketName = Bucket, BucketRegionName = "eu-central-1" }, Token);
        }

        return session;
    }

    private Task<FunctionPlan> PlanAsync(AwsSession session, WantedFunction wanted) =>
        new FunctionDeployment(session, _reporter).PlanAsync(wanted, Token);

    private WantedFunction Wanted(string functionName, byte[]? package = null)
    {
        WantedFunction wanted = SampleFunction.In(_folder, functionName) with { Bucket = Bucket, LargestDirect = 10, BucketPrefix = "builds/" };
        if (package is not null)
        {
            File.WriteAllBytes(wanted.PackagePath!, package);
        }

        return wanted;
    }
}
