using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class SetCurrentTemporalVersionTests(FakeAws aws, TemporalServer server) : IDisposable
{
    private readonly TemporalStage _stage = new(aws, server);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task A_registered_version_becomes_current_and_a_rerun_changes_nothing()
    {
        PSObject worker = await RegisteredAsync("routed");
        EngineResult result = await _stage.RunAsync("$worker | Set-CurrentTemporalVersion @temporal -AllowNoPollers", worker);
        EngineResult again = await _stage.RunAsync("$worker | Set-CurrentTemporalVersion @temporal", worker);

        Assert.Equal(
            (true, null, null, "Current", "arn:aws:lambda:eu-central-1:123456789012:function:routed:1"),
            (result.AssertNoErrors().Single("IsCurrent"), result.Single("RampPercentage"), result.Single("PreviousBuildId"), result.Single("Status"),
                result.Single("QualifiedArn")));
        Assert.EndsWith("CreateVersion SetCurrent", await _stage.ActionsAsync(result.Output[0]), StringComparison.Ordinal);
        Assert.EndsWith("CreateVersion", await _stage.ActionsAsync(again.AssertNoErrors().Output[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ramp_is_set_from_the_command_line_only_and_rolled_back()
    {
        PSObject worker = await RegisteredAsync("ramped");
        (await _stage.RunAsync("$worker | Set-CurrentTemporalVersion @temporal -AllowNoPollers", worker)).AssertNoErrors();
        PSObject second = worker.Copy();
        second.Properties["BuildId"].Value = "b2";
        second = Assert.Single((await _stage.RunAsync(
            "$worker | New-TemporalWorkerDeploymentVersion @temporal -TimeoutSeconds 0", second)).AssertNoErrors().Output);

        EngineResult ramp = await _stage.RunAsync("$worker | Set-CurrentTemporalVersion @temporal -AllowNoPollers -RampPercentage 25", second);
        Assert.Equal((false, 25.0), (ramp.AssertNoErrors().Single("IsCurrent"), ramp.Single("RampPercentage")));

        // The record says RampPercentage 25, IsCurrent False: neither is taken as a wish.
        EngineResult current = await _stage.RunAsync("$worker | Set-CurrentTemporalVersion @temporal -AllowNoPollers", ramp.Output[0]);
        Assert.Equal((true, null, "b1"), (current.AssertNoErrors().Single("IsCurrent"), current.Single("RampPercentage"), current.Single("PreviousBuildId")));

        EngineResult back = await _stage.RunAsync("Set-CurrentTemporalVersion @temporal ramped -Rollback -AllowNoPollers");
        Assert.Equal(("b1", true, "b2"), (back.AssertNoErrors().Single("BuildId"), back.Single("IsCurrent"), back.Single("PreviousBuildId")));

        EngineResult none = await _stage.RunAsync("Set-CurrentTemporalVersion @temporal ramped -Unversioned");
        Assert.Equal((null, true, "b1"), (none.AssertNoErrors().Single("BuildId"), none.Single("IsCurrent"), none.Single("PreviousBuildId")));
    }

    [Fact]
    public async Task WhatIf_tells_the_plan_and_changes_nothing()
    {
        PSObject worker = await RegisteredAsync("asked");
        EngineResult result = await _stage.RunAsync("$worker | Set-CurrentTemporalVersion @temporal -AllowNoPollers -WhatIf", worker);

        Assert.Equal(
            ["What if: Make version 'b1' the current one of worker deployment 'asked' instead of the workers without a version."],
            TemporalStage.PlannedLines(result.AssertNoErrors()));
        Assert.Equal((false, true), (result.Single("IsCurrent"), result.Single("IsPlanned")));
        Assert.Single(TemporalStage.PlannedLines(await _stage.RunAsync("$worker | Set-CurrentTemporalVersion @temporal -AllowNoPollers -WhatIf", worker)));
    }

    [Fact]
    public async Task TakeOver_of_a_deployment_that_nobody_manages_is_no_step()
    {
        PSObject worker = await RegisteredAsync("managed");
        EngineResult result = await _stage.RunAsync("$worker | Set-CurrentTemporalVersion @temporal -AllowNoPollers -TakeOver -WhatIf", worker);
        Assert.StartsWith("What if: Make version 'b1' the current one", Assert.Single(TemporalStage.PlannedLines(result.AssertNoErrors())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Set-CurrentTemporalVersion @temporal refused typo -AllowNoPollers -IgnoreMissingTaskQueues", "TemporalVersionNotFound")]
    [InlineData("Set-CurrentTemporalVersion @temporal refused b1", "TemporalVersionNeverPolled")]
    [InlineData("Set-CurrentTemporalVersion @temporal refused -Rollback", "TemporalNothingToRollBackTo")]
    [InlineData("Set-CurrentTemporalVersion @temporal refused b1 -RampPercentage 101", "TemporalRampPercentageInvalid")]
    [InlineData("Set-CurrentTemporalVersion @temporal absent b1", "TemporalDeploymentNotFound")]
    [InlineData("Set-CurrentTemporalVersion @temporal a:b b1", "TemporalDeploymentNameInvalid")]
    [InlineData("Set-CurrentTemporalVersion @temporal refused", "MissingProperty")]
    [InlineData("Set-CurrentTemporalVersion @temporal", "MissingProperty")]
    public async Task What_can_not_be_is_one_clear_error(string script, string errorId)
    {
        await RegisteredAsync("refused");
        (await _stage.RunAsync(script)).AssertError(errorId);
    }

    private async Task<PSObject> RegisteredAsync(string name) => Assert.Single((await _stage.RunAsync(
        "$worker | New-TemporalWorkerDeploymentVersion @temporal -TimeoutSeconds 0", await _stage.GrantedAsync(name))).AssertNoErrors().Output);
}
