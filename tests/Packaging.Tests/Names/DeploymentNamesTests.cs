namespace TemporalLambda.Packaging.Tests.Names;

public sealed class DeploymentNamesTests
{
    [Theory]
    [InlineData("HelloWorker", "HelloWorker")]
    [InlineData("My.App", "My-App")]
    [InlineData("a:b c", "a-b-c")]
    [InlineData("__hidden", "hidden")]
    [InlineData("...", "worker")]
    [InlineData("", "worker")]
    public void A_default_name_is_the_projects_with_what_Temporal_forbids_replaced(string project, string expected) =>
        Assert.Equal(expected, DeploymentNames.Default(project));

    [Fact]
    public void A_default_name_is_accepted_whatever_the_project_is_called()
    {
        foreach (string project in new[] { new string('ü', 500), "_-_-_", "\t\n", "-__-a" })
        {
            Assert.Null(DeploymentNames.Problem(DeploymentNames.Default(project)));
        }
    }

    [Theory]
    [InlineData("ok-name_1", null)]
    [InlineData("My.App", "it contains '.'")]
    [InlineData("a:b", "it contains ':'")]
    [InlineData("__x", "it starts with '__'")]
    [InlineData("", "it is empty")]
    [InlineData("a\n", "it contains a control character")]
    [InlineData(" a", "it starts or ends with a space")]
    public void A_given_name_is_judged_as_the_server_does(string name, string? problem) =>
        Assert.Equal(problem, DeploymentNames.Problem(name));

    [Fact]
    public void A_name_may_have_480_bytes()
    {
        Assert.Null(DeploymentNames.Problem(new string('a', 480)));
        Assert.Equal("it is 482 bytes long and 480 are allowed", DeploymentNames.Problem(new string('ü', 241)));
    }

    [Theory]
    [InlineData("1.0.0:rc", null)]
    [InlineData("__x", "it starts with '__'")]
    [InlineData("", "it is empty")]
    public void A_build_id_may_have_dots(string buildId, string? problem) => Assert.Equal(problem, BuildIds.Problem(buildId));
}
