using TemporalLambda.EndToEnd.Tests.Processes;

namespace TemporalLambda.EndToEnd.Tests;

/// <summary>The README's first command.</summary>
public class QuickstartTests
{
    // As on a fresh machine: the server that the repository carries.
    private static readonly Dictionary<string, string?> FreshMachine = new() { ["TEMPORAL_CLI_PATH"] = null };

    [Fact]
    public async Task The_quickstart_takes_the_sample_from_source_to_a_finished_workflow()
    {
        Sandbox.SkipWhereItCannotRun();
        using var run = new ShellRun([Repository.Quickstart], FreshMachine);
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("Hello, World!", run.Output, StringComparison.Ordinal);
        Assert.Contains("billed", run.Output, StringComparison.Ordinal);
        await run.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_worker_of_another_SDK_goes_the_same_way()
    {
        Sandbox.SkipWhereItCannotRun();
        using var run = new ShellRun([Repository.Quickstart, "-Path", GoWorker.Package(), "-Name", "Go"], FreshMachine);
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("Hello, Go!", run.Output, StringComparison.Ordinal);
        await run.AssertNothingIsLeftAsync();
    }

    [Theory]
    [InlineData("1.32.1")]
    [InlineData("1.31.2")]
    public async Task Each_version_of_the_server_that_has_a_worker_controller_will_do(string version)
    {
        Sandbox.SkipWhereItCannotRun();
        using TemporalServerVersion server = TemporalServerVersion.Of(version);
        using var run = new ShellRun([Repository.Quickstart, "-Path", GoWorker.Package(), "-TemporalCliPath", server.Path], FreshMachine);
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains($"Temporal {version} at", run.Output, StringComparison.Ordinal);
        await run.AssertNothingIsLeftAsync();
    }

    [Theory]
    [InlineData("Starting the sandbox")]
    [InlineData("New-TemporalLambdaWorker")]
    [InlineData("New-TemporalWorkerDeploymentVersion")]
    public async Task Ctrl_C_leaves_nothing_behind(string during)
    {
        Sandbox.SkipWhereItCannotRun();
        using var run = new ShellRun([Repository.Quickstart], FreshMachine);
        await run.WaitForLineAsync(during);
        run.SignalGroup(2);
        await run.WaitForExitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(130, run.ExitCode);
        await run.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_shell_that_is_killed_leaves_no_process_behind()
    {
        Sandbox.SkipWhereItCannotRun();
        using var run = new ShellRun([Repository.Quickstart, "-Path", GoWorker.Package()], FreshMachine);
        await run.WaitForLineAsync("New-TemporalWorkerDeploymentVersion");
        run.KillShell();
        await run.WaitForExitAsync(TimeSpan.FromSeconds(30));
        await run.AssertNothingIsLeftAsync();
    }
}
