using TemporalLambda.EndToEnd.Tests.Processes;

namespace TemporalLambda.EndToEnd.Tests;

/// <summary>A deployment script that was killed anywhere is completed by its next run, and the run after that changes nothing.</summary>
public sealed class RerunTests : ScriptsInSandbox
{
    private static readonly string Script = Path.Combine(Repository.Root, "benchmarks", "Deployment", "deploy.ps1");

    [Theory]
    [InlineData("Publish-TemporalLambdaWorker")]
    [InlineData("Grant-TemporalInvoke")]
    [InlineData("New-TemporalWorkerDeploymentVersion")]
    [InlineData("Set-CurrentTemporalVersion")]
    public async Task A_run_that_was_killed_is_completed_by_the_next_and_a_third_changes_nothing(string killedDuring)
    {
        using (ShellRun killed = Run())
        {
            await killed.WaitForLineAsync(killedDuring);
            killed.KillShell();
            await killed.WaitForExitAsync();
        }

        using (ShellRun completed = Run())
        {
            await completed.WaitForExitAsync();
            Assert.True(completed.ExitCode == 0, completed.Output);
        }

        using ShellRun unchanged = Run("-Unchanged");
        await unchanged.WaitForExitAsync();
        Assert.True(unchanged.ExitCode == 0, unchanged.Output);
    }

    private ShellRun Run(params string[] more) => RunShell(
        [Script, "-Package", GoWorker.Package(), "-Name", "killed", "-PrincipalArn", PrincipalArn, "-Architecture", Architecture, .. more]);
}
