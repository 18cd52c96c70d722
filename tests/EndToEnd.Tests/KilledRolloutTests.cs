using TemporalLambda.EndToEnd.Tests.Processes;

namespace TemporalLambda.EndToEnd.Tests;

/// <summary>A rollout in steps whose process was killed goes on where it was, and ends where one ends that nobody disturbed.</summary>
public sealed class KilledRolloutTests : ScriptsInSandbox
{
    [Fact]
    public async Task A_rollout_that_was_killed_in_a_pause_goes_on_there_and_ends_as_an_undisturbed_one()
    {
        // One function is enough: nothing runs on the versions.
        await DoneAsync(
            $$"""
            $worker = New-TemporalLambdaWorker '{{GoWorker.Package()}}' -DeploymentName rolled-out -BuildId one -Architecture {{Architecture}} |
                Publish-TemporalLambdaWorker | Grant-TemporalInvoke -TemporalPrincipalArn '{{PrincipalArn}}'
            foreach ($name in 'killed', 'undisturbed') {
                foreach ($build in 'one', 'two') { $null = $worker | New-TemporalWorkerDeploymentVersion $name $build -TimeoutSeconds 0 }
                $null = Set-CurrentTemporalVersion $name one -AllowNoPollers
            }
            """);
        string undisturbed = await DoneAsync(RollOut("undisturbed", "00:00:01"));

        using (ShellRun killed = Run(RollOut("killed", "00:30:00")))
        {
            await killed.WaitForLineAsync("to 'two' at 10 %: OK");
            killed.KillShell();
            await killed.WaitForExitAsync();
            Assert.NotEqual(0, killed.ExitCode);
        }

        Assert.Contains("state: one, two 10 %, before", await DoneAsync(State("killed")), StringComparison.Ordinal);
        string rest = await DoneAsync(RollOut("killed", "00:00:01"));
        Assert.Contains("did: Make version 'two' the current one of worker deployment 'killed' instead of version 'one'.", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("did: Send", rest, StringComparison.Ordinal);
        Assert.Contains("state: two,   %, before one", undisturbed, StringComparison.Ordinal);
        Assert.Contains("state: two,   %, before one", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("did:", await DoneAsync(RollOut("killed", "00:00:01")), StringComparison.Ordinal);
    }

    private static string RollOut(string name, string pause) =>
        $$"""
        $routed = Set-CurrentTemporalVersion {{name}} two -Step 10,100 -Pause {{pause}} -AllowNoPollers -Verbose
        foreach ($change in $routed.Changes) { "did: $($change.Sentence)" }
        {{State(name)}}
        """;

    private static string State(string name) =>
        $$"""
        $found = Get-TemporalWorkerDeployment {{name}}
        "state: $($found.CurrentBuildId), $($found.RampingBuildId) $($found.RampPercentage) %, before $($found.PreviousBuildId)"
        """;

    private ShellRun Run(string script) => RunShell("-Command", $"$ErrorActionPreference = 'Stop'; Import-Module TemporalLambda\n{script}");

    private async Task<string> DoneAsync(string script)
    {
        using ShellRun run = Run(script);
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output;
    }
}
