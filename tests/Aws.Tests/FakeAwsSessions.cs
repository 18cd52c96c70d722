namespace TemporalLambda.Aws.Tests;

/// <summary>Sessions with the fake.</summary>
internal static class FakeAwsSessions
{
    /// <summary>A session as a user of the fake; skips the test where the fake can not run.</summary>
    public static async Task<AwsSession> OpenAsync(
        this FakeAws aws, IStageReporter? reporter = null, string region = "eu-central-1", TimeProvider? time = null) =>
        await OpenAsync(await aws.UseAsync(), reporter, region, time);

    /// <summary>A session through something that stands before the fake.</summary>
    public static Task<AwsSession> OpenAsync(
        string url, IStageReporter? reporter = null, string region = "eu-central-1", TimeProvider? time = null)
    {
        AwsOptions options = new()
        {
            AccessKey = FakeAws.Key, SecretKey = FakeAws.Key, Region = region, EndpointUrl = url, Time = time ?? TimeProvider.System,
        };
        return AwsSession.OpenAsync(options, reporter ?? SilentReporter.Instance, TestContext.Current.CancellationToken);
    }
}
