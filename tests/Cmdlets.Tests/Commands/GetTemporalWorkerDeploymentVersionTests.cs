using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class GetTemporalWorkerDeploymentVersionTests(FakeAws aws, TemporalServer server) : IDisposable
{
    private readonly TemporalStage _stage = new(aws, server);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Deployments_and_versions_are_listed_by_name_and_pattern_and_piped_to_each_other()
    {
        PSObject worker = await RegisteredAsync("reading-one");
        EngineResult one = await _stage.RunAsync("Get-TemporalWorkerDeployment @temporal reading-one");
        Assert.Equal(("reading-one", null, "b1"), (one.AssertNoErrors().Single("DeploymentName"), one.Single("CurrentBuildId"), one.Single("LatestBuildId")));

        EngineResult version = await _stage.RunAsync("Get-TemporalWorkerDeploymentVersion @temporal reading-one b1");
        Assert.Equal(
            ("Created", worker.Properties["QualifiedArn"].Value, worker.Properties["InvokeRoleArn"].Value, worker.Properties["ExternalId"].Value),
            (version.AssertNoErrors().Single("Status"), version.Single("QualifiedArn"), version.Single("InvokeRoleArn"), version.Single("ExternalId")));
        Assert.DoesNotContain(version.Verbose, line => line.Contains((string)worker.Properties["ExternalId"].Value, StringComparison.Ordinal));

        EngineResult piped = await _stage.RunAsync(
            "Get-TemporalWorkerDeployment @temporal reading-one | Get-TemporalWorkerDeploymentVersion @temporal -BuildId 'B*' | ForEach-Object BuildId");
        Assert.Equal(["b1"], piped.AssertNoErrors().Output.Select(o => o.BaseObject));
        Assert.Empty((await _stage.RunAsync("Get-TemporalWorkerDeploymentVersion @temporal reading-one nothing-*")).AssertNoErrors().Output);
    }

    [Fact]
    public async Task What_was_read_is_registered_again_without_a_change()
    {
        PSObject worker = await RegisteredAsync("reading-back");
        EngineResult again = await _stage.RunAsync(
            $"Get-TemporalWorkerDeploymentVersion @temporal reading-back b1 | New-TemporalWorkerDeploymentVersion @temporal -TaskQueue {worker.Properties["TaskQueue"].Value} -WhatIf");
        Assert.StartsWith("What if: Have Temporal invoke ", Assert.Single(TemporalStage.PlannedLines(again.AssertNoErrors())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-TemporalWorkerDeployment @temporal absent", "TemporalDeploymentNotFound")]
    [InlineData("Get-TemporalWorkerDeploymentVersion @temporal absent", "TemporalDeploymentNotFound")]
    [InlineData("Get-TemporalWorkerDeploymentVersion @temporal reading-errors b2", "TemporalVersionNotFound")]
    public async Task A_name_that_does_not_exist_is_one_error(string script, string errorId)
    {
        await RegisteredAsync("reading-errors");
        Assert.Equal(ErrorCategory.ObjectNotFound, (await _stage.RunAsync(script)).AssertError(errorId).CategoryInfo.Category);
    }

    [Fact]
    public async Task Names_and_build_ids_are_completed_from_the_server_and_nothing_from_one_that_is_not_there()
    {
        await RegisteredAsync("reading-tab");
        string address = await server.UseAsync(aws);
        const string complete = "$line = \"{0}\"; [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText";
        for (int i = 0; ; i++)
        {
            // The server's list follows with some delay.
            EngineResult names = await _stage.RunAsync(string.Format(null, complete, $"Set-CurrentTemporalVersion -Address {address} -DeploymentName reading-t"));
            if (names.AssertNoErrors().Output.Select(o => o.BaseObject).Contains("reading-tab"))
            {
                break;
            }

            Assert.True(i < 50, "The name is not completed.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        EngineResult builds = await _stage.RunAsync(string.Format(null, complete, $"Get-TemporalWorkerDeploymentVersion -Address {address} reading-tab b"));
        Assert.Equal(["b1"], builds.AssertNoErrors().Output.Select(o => o.BaseObject));
        EngineResult nobody = await _stage.RunAsync(string.Format(null, complete, "Get-TemporalWorkerDeploymentVersion -Address 127.0.0.1:1 -DeploymentName reading-t"));
        Assert.DoesNotContain("reading-tab", nobody.AssertNoErrors().Output.Select(o => o?.BaseObject));
    }

    private async Task<PSObject> RegisteredAsync(string name) => Assert.Single((await _stage.RunAsync(
        "$worker | New-TemporalWorkerDeploymentVersion @temporal -TimeoutSeconds 0", await _stage.GrantedAsync(name))).AssertNoErrors().Output);
}
