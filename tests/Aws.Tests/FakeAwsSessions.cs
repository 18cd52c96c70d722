namespace TemporalLambda.Aws.Tests;

/// <summary>Sessions with the fake.</summary>
internal static class FakeAwsSessions
{
    /// <summary>A session as a user of the fake; skips the test where the fake can not run.</summary>
    public static async Task<AwsSession> OpenAsync(this FakeAws aws, IStageReporter? reporter = null, string region = "eu-central-1", TimeProvider? time = null)
    {
        AwsOptions options = new()
        {
            AccessKey = FakeAws.Key, SecretKey = FakeAws.Key, Region = region, EndpointUrl = await aws.UseAsync(), Time = time ?? TimeProvider.System,
        };
        return await AwsSession.OpenAsync(options, reporter ?? SilentReporter.Instance, TestContext.Current.CancellationToken);
    }
}
