using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class GetTemporalLambdaWorkerTests(FakeAws aws, TemporalServer server) : IDisposable
{
    private readonly TemporalStage _stage = new(aws, server);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task The_record_of_a_granted_worker_comes_again_from_AWS_alone()
    {
        PSObject granted = await _stage.GrantedAsync("again");

        EngineResult found = await _stage.RunAsync("Get-TemporalLambdaWorker again @aws");

        string[] own = ["Path", "Packaging", "PackagePath", "EndsWhenIdle", "Changes", "Stages", "IsPlanned"];
        foreach (PSPropertyInfo property in granted.Properties.Where(p => !own.Contains(p.Name) && p.Name is not "PackageSize"))
        {
            Assert.Equal((property.Name, property.Value), (property.Name, found.AssertNoErrors().Single(property.Name)));
        }
    }

    [Fact]
    public async Task A_record_goes_on_to_the_later_stages()
    {
        await _stage.GrantedAsync("goes-on");

        EngineResult version = await _stage.RunAsync("Get-TemporalLambdaWorker goes-on @aws | New-TemporalWorkerDeploymentVersion @temporal -WhatIf");
        EngineResult granted = await _stage.RunAsync(
            "Get-TemporalLambdaWorker goes-on @aws | Grant-TemporalInvoke @aws -TemporalPrincipalArn arn:aws:iam::123456789012:root | ForEach-Object { $_.Changes.Count }");

        Assert.Equal(("goes-on", "b1"), (version.AssertNoErrors().Single("DeploymentName"), version.Single("BuildId")));
        Assert.Equal("0", Assert.Single(granted.AssertNoErrors().Output).ToString());
    }

    [Fact]
    public async Task Names_and_deployments_take_wildcards_and_builds_are_listed_newest_first()
    {
        await _stage.GrantedAsync("wild-one");
        PSObject second = _stage.Packaged("wild-one");
        second.Properties["BuildId"].Value = "b2";
        second.Properties["Fingerprint"].Value = "code 2";
        (await _stage.RunAsync("$worker | Publish-TemporalLambdaWorker @aws -WorkerAddress temporal:7233 -WorkerNamespace default -Timeout 61", second)).AssertNoErrors();

        EngineResult result = await _stage.RunAsync("""
            (Get-TemporalLambdaWorker 'wild-o*' @aws).BuildId
            (Get-TemporalLambdaWorker -DeploymentName 'wild-*' -AllBuilds @aws).BuildId -join ' '
            (Get-TemporalLambdaWorker wild-one -BuildId b1 @aws).FunctionVersion
            @(Get-TemporalLambdaWorker -DeploymentName 'nothing*' @aws).Count
            """);

        Assert.Equal(["b2", "b2 b1", "1", "0"], result.AssertNoErrors().Output.Select(value => value.ToString()));
    }

    [Theory]
    [InlineData("Get-TemporalLambdaWorker absent @aws", "AwsResourceNotFound")]
    [InlineData("Get-TemporalLambdaWorker 'a b' @aws", "FunctionNameNotValid")]
    public async Task Bad_input_is_one_clear_error(string script, string errorId) => (await _stage.RunAsync(script)).AssertError(errorId);
}
