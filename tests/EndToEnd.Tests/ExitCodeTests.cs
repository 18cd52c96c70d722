using TemporalLambda.EndToEnd.Tests.Processes;

namespace TemporalLambda.EndToEnd.Tests;

/// <summary>A failed check as a build service sees it: by the exit code of the process that ran the script.</summary>
public sealed class ExitCodeTests
{
    // Nobody answers there.
    private const string Failing = "Test-TemporalLambdaWorker orders -Address 127.0.0.1:1 -Include Connection";

    [Theory]

    // As build services run a script: an error ends it.
    [InlineData("$ErrorActionPreference = 'Stop'; " + Failing + " -FailFast; 'went on'", 1, false)]
    [InlineData("try { " + Failing + " -FailFast -ErrorAction Stop } catch { exit 7 }; 'went on'", 7, false)]

    // By itself an error ends the command alone, and $? tells of it.
    [InlineData(Failing + " -FailFast; if (-not $?) { exit 3 }; 'went on'", 3, false)]
    [InlineData("if (-not (" + Failing + " -Quiet)) { exit 4 }; 'went on'", 4, false)]

    // A result is no error.
    [InlineData("$ErrorActionPreference = 'Stop'; $null = " + Failing + "; if ($?) { 'went on' }", 0, true)]
    public async Task A_failed_check_ends_the_process_as_the_script_says(string script, int exitCode, bool goesOn)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are followed through /proc.");
        string path = Path.Combine(Directory.CreateTempSubdirectory("exit-").FullName, "check.ps1");
        await File.WriteAllTextAsync(path, script);
        try
        {
            await AssertEndsAsync([path], exitCode, goesOn);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Theory]
    [InlineData(Failing + " -FailFast", 1)]
    [InlineData(Failing, 0)]
    public Task The_last_command_of_a_line_gives_its_exit_code(string line, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are followed through /proc.");
        return AssertEndsAsync(["-Command", line], exitCode, goesOn: false);
    }

    private static async Task AssertEndsAsync(string[] arguments, int exitCode, bool goesOn)
    {
        using ShellRun run = new(arguments);
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == exitCode, $"{run.ExitCode}: {run.Output}");
        Assert.Equal(goesOn, run.Output.Contains("went on", StringComparison.Ordinal));
    }
}
