namespace TemporalLambda.Temporal.Tests.Versions;

public class WantedVersionTests
{
    private const string Function = "arn:aws:lambda:us-east-1:123456789012:function:worker:7";
    private const string Role = "arn:aws:iam::123456789012:role/path/worker";
    private static readonly WantedVersion Good = new("app", "1", "queue", Function, Role, "external");

    [Theory]
    [InlineData("worker", Role)]
    [InlineData("arn:aws:s3:::bucket", Role)]
    [InlineData(Function + ":8", Role)]
    [InlineData(Function, "worker")]
    [InlineData(Function, "arn:aws:iam::123456789012:user/worker")]
    public void An_ARN_of_another_form_is_refused_before(string function, string role)
    {
        StageException error = Assert.Throws<StageException>((Good with { FunctionArn = function, InvokeRoleArn = role }).Check);
        Assert.Equal("TemporalArnInvalid", error.ErrorId);
        Assert.Contains(function == Function ? role : function, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Function, false)]
    [InlineData("arn:aws-cn:lambda:cn-north-1:123456789012:function:worker", true)]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:worker:$LATEST", true)]
    public void An_ARN_without_a_published_version_is_taken_and_seen(string function, bool unqualified)
    {
        WantedVersion wanted = Good with { FunctionArn = function };
        wanted.Check();
        Assert.Equal(unqualified, wanted.IsUnqualified);
    }

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
