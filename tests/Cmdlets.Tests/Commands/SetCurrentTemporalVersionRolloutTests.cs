using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class SetCurrentTemporalVersionRolloutTests(FakeAws aws, TemporalServer server) : IDisposable
{
    private const string RollOut = "$worker | Set-CurrentTemporalVersion @temporal -AllowNoPollers -Step 1,10,100";
    private readonly TemporalStage _stage = new(aws, server);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task The_gate_gets_the_record_and_the_rollout_ends_with_the_version_current()
    {
        PSObject worker = await SecondAsync("rolled-out");
        EngineResult asked = await _stage.RunAsync(RollOut + " -Pause 00:05:00 -Gate { $true } -WhatIf", worker);
        Assert.Equal(
            [
                "What if: Send 1 % of new workflows of worker deployment 'rolled-out' to version 'b2'.", "What if: Stay at 1 % for 00:05:00.", "What if: Pass the gate before 10 %.",
                "What if: Send 10 % of new workflows of worker deployment 'rolled-out' to version 'b2' instead of 1 %.", "What if: Stay at 10 % for 00:05:00.",
                "What if: Pass the gate before 100 %.", "What if: Make version 'b2' the current one of worker deployment 'rolled-out' instead of version 'b1'.",
            ],
            TemporalStage.PlannedLines(asked.AssertNoErrors()));

        EngineResult result = await _stage.RunAsync(
            "$seen = @()\n" + RollOut + " -Gate { param($given) $script:seen += \"$($_.BuildId) $($given.RampPercentage) $($_.FunctionName)\"; 'yes'; $true }\n$seen", worker);
        Assert.Equal(("b2", true, "b1", "Current"), (
            Property(result.AssertNoErrors(), "BuildId"), Property(result, "IsCurrent"), Property(result, "PreviousBuildId"), Property(result, "Status")));
        Assert.Equal(["b2 1 rolled-out", "b2 10 rolled-out"], result.Output.Skip(1).Select(line => line.ToString()));
        Assert.All(result.Progress.GroupBy(p => p.Activity), bar => Assert.Equal(ProgressRecordType.Completed, bar.Last().RecordType));
        EngineResult again = await _stage.RunAsync("(" + RollOut + ").Changes.Count - $worker.Changes.Count", worker);
        Assert.Equal(0, Assert.Single(again.AssertNoErrors().Output).BaseObject);
    }

    [Theory]
    [InlineData("$false", "it returned False")]
    [InlineData("", "it returned nothing")]
    [InlineData("$true; $null", "it returned $null")]
    [InlineData("throw 'the error rate is 7 %'", "the error rate is 7 %")]
    [InlineData("[int]::Parse('x'); $true", "'x'")]
    public async Task A_gate_that_is_not_true_keeps_the_rollout_where_it_is_or_ends_the_ramp(string gate, string reason)
    {
        PSObject worker = await SecondAsync("gated");
        ErrorRecord stopped = (await _stage.RunAsync(RollOut + $" -Gate {{ {gate} }}", worker)).AssertError("TemporalRolloutGateFailed");
        Assert.Equal(ErrorCategory.InvalidResult, stopped.CategoryInfo.Category);
        Assert.Contains(reason, stopped.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(1.0, (await _stage.RunAsync("Get-TemporalWorkerDeployment @temporal gated")).Single("RampPercentage"));

        (await _stage.RunAsync(RollOut + $" -OnGateFailure Rollback -Gate {{ {gate} }}", worker)).AssertError("TemporalRolloutGateFailed");
        EngineResult after = await _stage.RunAsync("Get-TemporalWorkerDeployment @temporal gated");
        Assert.Equal((null, "b1"), (after.Single("RampPercentage"), after.Single("CurrentBuildId")));
    }

    [Theory]
    [InlineData("-Pause 01:00:00", "left of the pause")]
    [InlineData("-OnGateFailure Rollback -Gate { while ($true) { } }", "The gate is asked")]
    public async Task Stopped_in_a_pause_or_in_a_gate_it_stays_where_it_is_and_goes_on_there(string how, string status)
    {
        PSObject worker = await SecondAsync("stopped");
        using PowerShell shell = _stage.Engine.Create(await _stage.ScriptAsync(RollOut + " " + how), ("worker", worker));
        IAsyncResult running = shell.BeginInvoke();

        // A copy: to enumerate the stream itself waits for more of it.
        while (!shell.Streams.Progress.ToArray().Any(p => p.StatusDescription.Contains(status, StringComparison.Ordinal)))
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await Task.Run(shell.Stop, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(1.0, (await _stage.RunAsync("Get-TemporalWorkerDeployment @temporal stopped")).Single("RampPercentage"));

        EngineResult rest = await _stage.RunAsync("(" + RollOut + ").Changes.Sentence", worker);
        Assert.Equal(
            ["Send 10 % of new workflows of worker deployment 'stopped' to version 'b2' instead of 1 %.", "Make version 'b2' the current one of worker deployment 'stopped' instead of version 'b1'."],
            rest.AssertNoErrors().Output.TakeLast(2).Select(line => line.ToString()));
        await _stage.RunAsync("Set-CurrentTemporalVersion @temporal stopped -Rollback -AllowNoPollers");
    }

    [Theory]
    [InlineData("-Step 10,1", "TemporalRolloutStepsInvalid")]
    [InlineData("-Step 1,100 -Pause 5", "TemporalRolloutPauseInvalid")]
    [InlineData("-Step 1,100 -RampPercentage 5", "AmbiguousParameterSet")]
    [InlineData("-Step 1,100 -Rollback", "AmbiguousParameterSet")]
    [InlineData("-Step 1,100 -Unversioned -GateWorkflowType Smoke", "TemporalRolloutGateNeedsVersion")]
    [InlineData("-Pause 00:01:00 -Rollback", "AmbiguousParameterSet")]
    [InlineData("-Step 1,100 -OnGateFailure Ignore", "CannotConvertArgumentNoMessage")]
    public async Task What_can_not_be_is_refused_before(string parameters, string errorId) => Assert.Equal(
        errorId, Assert.Single((await _stage.RunAsync("Set-CurrentTemporalVersion @temporal any b1 " + parameters)).Errors).FullyQualifiedErrorId.Split(',')[0]);

    private static object? Property(EngineResult result, string name) => result.Output[0].Properties[name].Value;

    // Version b1 is current, b2 is there.
    private async Task<PSObject> SecondAsync(string name)
    {
        PSObject worker = await _stage.GrantedAsync(name);
        return Assert.Single((await _stage.RunAsync(
            """
            $null = $worker | New-TemporalWorkerDeploymentVersion @temporal -TimeoutSeconds 0 | Set-CurrentTemporalVersion @temporal -AllowNoPollers
            $worker.BuildId = 'b2'
            $worker | New-TemporalWorkerDeploymentVersion @temporal -TimeoutSeconds 0
            """,
            worker)).AssertNoErrors().Output);
    }
}
