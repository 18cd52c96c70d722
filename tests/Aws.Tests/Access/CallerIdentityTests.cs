namespace TemporalLambda.Aws.Tests.Access;

public class CallerIdentityTests(FakeAws aws)
{
    [Theory]
    [InlineData("eu-central-1")]
    [InlineData("us-gov-west-1")]
    public async Task STS_says_who_the_session_is(string region)
    {
        RecordingReporter reporter = new();
        using AwsSession session = await aws.OpenAsync(reporter, region);
        CallerIdentity? identity = null;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(
            async () => identity = await session.GetCallerIdentityAsync(TestContext.Current.CancellationToken));

        Assert.Equal("123456789012", identity!.Account);
        Assert.Equal(("GetCallerIdentity", region), (calls.Single().Operation, calls.Single().Region));
        Assert.StartsWith("V sts GetCallerIdentity: 200 in ", Assert.Single(reporter.Lines));
    }
}
