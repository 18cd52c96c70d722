using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class RemoveTemporalWorkerDeploymentVersionTests(FakeAws aws, TemporalServer server) : IDisposable
{
    private readonly TemporalStage _stage = new(aws, server);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task A_version_is_removed_with_its_functions_and_a_rerun_finds_nothing()
    {
        PSObject worker = await RegisteredAsync("removed");
        EngineResult asked = await _stage.RunAsync("$worker | Remove-TemporalWorkerDeploymentVersion @temporal @aws -WhatIf", worker);
        Assert.Equal(
            ["What if: Remove version 'b1' of worker deployment 'removed'.", "What if: Remove version 1 of function 'removed'."],
            TemporalStage.PlannedLines(asked.AssertNoErrors()));

        EngineResult removed = await _stage.RunAsync("$worker | Remove-TemporalWorkerDeploymentVersion @temporal @aws -PassThru", worker);
        Assert.Equal("b1", removed.AssertNoErrors().Single("BuildId"));
        Assert.Contains(removed.Verbose, line => line.Contains("DeleteFunction removed:1", StringComparison.Ordinal) || line.Contains("function:removed:1", StringComparison.Ordinal));
        Assert.Empty((await _stage.RunAsync("Get-TemporalWorkerDeploymentVersion @temporal removed")).AssertNoErrors().Output);
        Assert.Empty((await _stage.RunAsync("$worker | Remove-TemporalWorkerDeploymentVersion @temporal -PassThru", worker)).AssertNoErrors().Output);
        Assert.Empty((await _stage.RunAsync("Remove-TemporalWorkerDeploymentVersion @temporal removed -Keep 0 -PassThru")).AssertNoErrors().Output);
    }

    [Fact]
    public async Task A_published_version_stays_while_another_build_id_has_it_invoked_and_where_it_is_asked_for()
    {
        PSObject worker = await RegisteredAsync("shared");
        await _stage.RunAsync("$worker.BuildId = 'b2'; $worker | New-TemporalWorkerDeploymentVersion @temporal -TimeoutSeconds 0", worker);
        EngineResult first = await _stage.RunAsync("Remove-TemporalWorkerDeploymentVersion @temporal @aws shared b1", worker);
        Assert.Contains(
            first.AssertNoErrors().Verbose, line => line.EndsWith("function:shared:1' stays: another version has Temporal invoke it.", StringComparison.Ordinal));

        EngineResult second = await _stage.RunAsync("Remove-TemporalWorkerDeploymentVersion @temporal shared b2 -KeepLambdaVersion", worker);
        Assert.DoesNotContain(second.AssertNoErrors().Verbose, line => line.Contains("DeleteFunction", StringComparison.Ordinal));
        Assert.Empty((await _stage.RunAsync("Get-TemporalWorkerDeploymentVersion @temporal shared")).AssertNoErrors().Output);
    }

    [Theory]
    [InlineData("Remove-TemporalWorkerDeploymentVersion @temporal kept b1", "TemporalVersionIsRouted")]
    [InlineData("Remove-TemporalWorkerDeploymentVersion @temporal kept b1 -SkipDrainage -Force", "TemporalVersionIsRouted")]
    [InlineData("Remove-TemporalWorkerDeploymentVersion @temporal kept b1 -SkipDrainage", "TemporalSkipDrainageNeedsForce")]
    [InlineData("Remove-TemporalWorkerDeploymentVersion @temporal kept", "MissingProperty")]
    [InlineData("Remove-TemporalWorkerDeploymentVersion @temporal 'ke:pt' b1", "TemporalDeploymentNameInvalid")]
    public async Task What_may_not_go_is_one_error_and_stays(string script, string errorId)
    {
        PSObject worker = await RegisteredAsync("kept");
        (await _stage.RunAsync("$worker | Set-CurrentTemporalVersion @temporal -AllowNoPollers", worker)).AssertNoErrors();
        (await _stage.RunAsync(script)).AssertError(errorId);
        Assert.Equal("Current", (await _stage.RunAsync("Get-TemporalWorkerDeploymentVersion @temporal kept b1")).AssertNoErrors().Single("Status"));
    }

    private async Task<PSObject> RegisteredAsync(string name) => Assert.Single((await _stage.RunAsync(
        "$worker | New-TemporalWorkerDeploymentVersion @temporal -TimeoutSeconds 0", await _stage.GrantedAsync(name))).AssertNoErrors().Output);
}
