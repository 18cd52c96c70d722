namespace TemporalLambda.DevServer.Tests;

public class ExecutableVersionTests
{
    [Theory]
    [InlineData("temporal version 1.9.1 (Server 1.32.0, UI 2.51.0)", "1.9.1", "1.32.0", true, true)]
    [InlineData("temporal version 1.7.0 (Server 1.31.0, UI 2.47.0)\n", "1.7.0", "1.31.0", true, true)]
    [InlineData("temporal version 1.6.2 (Server 1.30.2, UI 2.46.0)", "1.6.2", "1.30.2", true, false)]
    [InlineData("temporal version 0.0.0-dev-server-only (Server 1.32.1)", "0.0.0", "1.32.1", false, true)]
    [InlineData("temporal version 0.0.0-DEV (Server 1.30.0, UI 2.1.0)", "0.0.0", "1.30.0", true, false)]
    [InlineData("temporal version 2.0.0-rc.1 (Server 2.0.0-155.1, UI 3.0.0)", "2.0.0", "2.0.0", true, true)]
    [InlineData("temporal version 1.8.2", "1.8.2", null, false, true)]
    [InlineData("a line before\ntemporal version 1.8 (Server 1.31.2)", "1.8.0", "1.31.2", false, true)]
    public void A_version_line_is_read(string output, string cli, string? server, bool webUi, bool workerController)
    {
        ExecutableVersion version = ExecutableVersion.Parse(output)!;
        Assert.Equal((Version.Parse(cli), server is null ? null : Version.Parse(server), webUi), (version.Cli, version.Server, version.HasWebUi));
        Assert.Equal(workerController, version.HasWorkerController);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tctl version 1.18.0")]
    [InlineData("temporal: command not known")]
    [InlineData("not temporal version 1.9.1")]
    [InlineData("temporal version 99999999999999.1.1")]
    public void Anything_else_is_no_version(string output) => Assert.Null(ExecutableVersion.Parse(output));
}
