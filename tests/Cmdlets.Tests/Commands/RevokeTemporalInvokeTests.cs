using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class RevokeTemporalInvokeTests(FakeAws aws) : IDisposable
{
    private const string Grant = "Grant-TemporalInvoke @aws -TemporalPrincipalArn arn:aws:iam::123456789012:role/temporal-server";

    private readonly ModuleEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_granted_record_is_taken_back_and_a_second_run_finds_nothing_and_says_so()
    {
        EngineResult result = await RunAsync("taken-back", $"($worker | {Grant} | Revoke-TemporalInvoke @aws).Changes.Action -join ' '");
        EngineResult again = await RunAsync("taken-back", "(Revoke-TemporalInvoke taken-back @aws -Verbose).Changes.Count");

        Assert.Equal("CreateRole PutRolePolicy DeleteRolePolicy DeleteRole", Assert.Single(result.AssertNoErrors().Output).ToString());
        Assert.Equal("0", Assert.Single(again.AssertNoErrors().Output).ToString());
        Assert.Contains("There is no role 'taken-back-temporal-invoke': nothing is granted through it.", again.Verbose);
    }

    [Fact]
    public async Task WhatIf_tells_the_plan_and_changes_nothing()
    {
        await RunAsync("revoke-what-if", "$worker | " + Grant);
        EngineResult result = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(
            async () => result = await RunAsync("revoke-what-if", "Revoke-TemporalInvoke revoke-what-if @aws -WhatIf"));

        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.Equal(
            [
                "What if: Take from the role 'revoke-what-if-temporal-invoke' that it may invoke 'revoke-what-if'.",
                "What if: Delete the invocation role 'revoke-what-if-temporal-invoke', which grants nothing else.",
            ],
            result.AssertNoErrors().HostLines);
        Assert.Equal(true, result.Single("IsPlanned"));
    }

    [Theory]
    [InlineData("$granted | Revoke-TemporalInvoke @aws")]
    [InlineData("Revoke-TemporalInvoke $worker.FunctionArn -RoleName of-several @aws")]
    [InlineData("[pscustomobject]@{ Configuration = [pscustomobject]@{ FunctionArn = $worker.FunctionArn; CodeSha256 = 'x' } } | Revoke-TemporalInvoke -RoleName of-several @aws")]
    public async Task The_function_is_taken_out_of_a_shared_role(string script)
    {
        string name = "out-" + Guid.NewGuid().ToString("N");
        EngineResult result = await RunAsync(
            name, $"$granted = $worker | {Grant} -RoleName of-several; $null = $worker.FunctionArn.Replace('out-', 'stays-') | ForEach-Object {{ {Grant} $_ -RoleName of-several }}; {script}");

        Assert.Equal(
            $"Take from the role 'of-several' that it may invoke '{name}'.",
            ((System.Collections.IEnumerable)result.AssertNoErrors().Single("Changes")!).Cast<object>().Last().ToString());
    }

    [Theory]
    [InlineData("Revoke-TemporalInvoke @aws", "MissingProperty")]
    [InlineData("Revoke-TemporalInvoke 'or*' @aws", "FunctionNameNotValid")]
    public async Task Bad_input_is_one_clear_error(string script, string errorId) => (await RunAsync("bad", script)).AssertError(errorId);

    private async Task<EngineResult> RunAsync(string name, string script)
    {
        string setup =
            $"$aws = @{{ AccessKey = '{FakeAws.Key}'; SecretKey = '{FakeAws.Key}'; Region = 'eu-central-1'; EndpointUrl = '{await aws.UseAsync()}' }}; ";
        PSObject worker = TemporalStage.Record(
            ("FunctionName", name), ("DeploymentName", "shop"), ("FunctionArn", "arn:aws:lambda:eu-central-1:123456789012:function:" + name));
        return _engine.Run(setup + script, ("worker", worker));
    }
}
