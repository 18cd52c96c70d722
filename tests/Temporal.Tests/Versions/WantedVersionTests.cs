namespace TemporalLambda.Temporal.Tests.Versions;

public class WantedVersionTests
{
    private static readonly WantedVersion Good = new("app", "1", "queue", "arn", "role", "external");

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("my.app", "it contains '.'")]
    [InlineData("my:app", "it contains ':'")]
    [InlineData("__app", "it starts with '__'")]
    public void A_deployment_name_that_the_server_refuses_is_refused_before(string name, string problem)
    {
        StageException error = Assert.Throws<StageException>((Good with { DeploymentName = name }).Check);
        Assert.Equal(("TemporalDeploymentNameInvalid", FaultCategory.InvalidArgument), (error.ErrorId, error.Category));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("__1")]
    public void A_build_id_that_the_server_refuses_is_refused_before(string buildId) =>
        Assert.Equal("TemporalBuildIdInvalid", Assert.Throws<StageException>((Good with { BuildId = buildId }).Check).ErrorId);

    [Fact]
    public void Scaler_settings_that_the_server_refuses_are_refused_before()
    {
        Refused(new() { MaximumWorkerLifetime = TimeSpan.Zero });
        Refused(new() { ScaleUpCooloff = TimeSpan.FromSeconds(-1) });
        Refused(new() { MetricsPollInterval = TimeSpan.FromSeconds(9) });
        Refused(new() { MetricsPollInterval = TimeSpan.FromSeconds(10), ScaleUpCooloff = TimeSpan.FromSeconds(11) });
        Good.Check();

        static void Refused(ScalerSettings scaler) =>
            Assert.Equal("TemporalScalerSettingInvalid", Assert.Throws<StageException>((Good with { Scaler = scaler }).Check).ErrorId);
    }
}
