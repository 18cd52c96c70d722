namespace TemporalLambda.Aws.Tests.Protocol;

public class PaceHandlerTests(FakeAws aws)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5, 1.4)]
    [InlineData(null, 0)]
    public async Task Calls_of_Lambda_keep_within_a_rate_where_there_is_one(int? rate, double waited)
    {
        FastTime time = new();
        using AwsSession session = await OpenAsync(rate, time);

        // A second's calls at once, and the other seven a fifth of a second apart.
        for (int call = 0; call < 12; call++)
        {
            await session.Lambda.GetFunctionConfigurationAsync("absent", null, Token).OrNull();
        }

        Assert.Equal(waited, time.Waited.TotalSeconds, 0.05);
    }

    [Fact]
    public async Task What_has_a_quota_of_its_own_is_not_slowed_down()
    {
        FastTime time = new();
        using AwsSession session = await OpenAsync(1, time);

        for (int call = 0; call < 3; call++)
        {
            await session.Lambda.GetFunctionAsync("absent", null, Token).OrNull();
        }

        Assert.Equal(TimeSpan.Zero, time.Waited);
    }

    private async Task<AwsSession> OpenAsync(int? rate, TimeProvider time) => await AwsSession.OpenAsync(
        new AwsOptions
        {
            AccessKey = FakeAws.Key, SecretKey = FakeAws.Key, Region = "eu-central-1", EndpointUrl = await aws.UseAsync(), Time = time, CallsPerSecond = rate,
        },
        SilentReporter.Instance,
        Token);
}
