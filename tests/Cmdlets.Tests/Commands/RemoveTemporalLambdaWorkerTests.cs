using System.Collections;
using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class RemoveTemporalLambdaWorkerTests(FakeAws aws, TemporalServer server) : IDisposable
{
    private readonly TemporalStage _stage = new(aws, server);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task WhatIf_lists_the_inventory_and_the_worker_goes_once()
    {
        await _stage.GrantedAsync("torn-down");
        EngineResult planned = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(
            async () => planned = await _stage.RunAsync("Remove-TemporalLambdaWorker torn-down @aws @temporal -WhatIf"));
        EngineResult removed = await _stage.RunAsync("Get-TemporalLambdaWorker torn-down @aws | Remove-TemporalLambdaWorker @aws @temporal");
        EngineResult again = await _stage.RunAsync("Remove-TemporalLambdaWorker torn-down @aws @temporal");

        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.Equal(
            [
                "What if: Delete the function 'torn-down' with its version.",
                "What if: Take from the role 'torn-down-temporal-invoke' that it may invoke 'torn-down'.",
                "What if: Delete the invocation role 'torn-down-temporal-invoke', which grants nothing else.",
                "What if: Delete the execution role 'torn-down-execution'.",
            ],
            TemporalStage.PlannedLines(planned.AssertNoErrors()));
        Assert.Equal(4, Changes(removed.AssertNoErrors()));
        Assert.Equal(0, Changes(again.AssertNoErrors()));
        Assert.Contains("Nothing that this module created for 'torn-down' is left.", again.Verbose);
    }

    [Fact]
    public async Task Work_is_sent_elsewhere_and_drained_before_the_function_goes_and_its_versions_after_it()
    {
        await CurrentAsync("drained");

        EngineResult result = await _stage.RunAsync("Get-TemporalLambdaWorker drained @aws | Remove-TemporalLambdaWorker @aws @temporal");
        EngineResult again = await _stage.RunAsync("Remove-TemporalLambdaWorker drained -DeploymentName drained @aws @temporal");

        Assert.Equal(
            "UnsetCurrentVersion WaitDrained DeleteFunction DeleteVersion DeleteDeployment DeleteRolePolicy DeleteRole DeleteRole",
            await _stage.ActionsAsync(Assert.Single(result.AssertNoErrors().Output)));
        Assert.Equal(0, Changes(again.AssertNoErrors()));
        (await _stage.RunAsync("Get-TemporalWorkerDeployment @temporal drained")).AssertError("TemporalDeploymentNotFound");
    }

    [Fact]
    public async Task A_run_that_died_after_the_function_was_deleted_is_completed_from_what_is_left()
    {
        await _stage.GrantedAsync("half-gone");
        await aws.PlanAsync(new { operation = "DeleteRolePolicy", times = 1, status = 403, code = "AccessDenied" });

        (await _stage.RunAsync("Remove-TemporalLambdaWorker half-gone @aws @temporal")).AssertError("AwsAccessDenied");
        EngineResult result = await _stage.RunAsync("Remove-TemporalLambdaWorker half-gone @aws @temporal");

        Assert.Equal("DeleteRolePolicy DeleteRole DeleteRole", await _stage.ActionsAsync(Assert.Single(result.AssertNoErrors().Output)));
        Assert.Equal("half-gone", result.Single("DeploymentName"));
    }

    [Fact]
    public async Task Where_Temporal_can_not_be_asked_nothing_goes_unless_forced()
    {
        await _stage.GrantedAsync("unasked");
        EngineResult refused = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(
            async () => refused = await _stage.RunAsync("Remove-TemporalLambdaWorker unasked @aws -Address 127.0.0.1:1 -Namespace default"));
        EngineResult forced = await _stage.RunAsync("Remove-TemporalLambdaWorker unasked @aws -Address 127.0.0.1:1 -Namespace default -Force");

        Assert.NotEmpty(Assert.Single(refused.Errors).ErrorDetails.RecommendedAction);
        Assert.DoesNotContain(calls, call => call is { Changes: true, Service: "lambda" });
        Assert.Contains(forced.AssertNoErrors().Warnings, warning => warning.StartsWith("What Temporal has of 'unasked' is not known", StringComparison.Ordinal));
        Assert.Equal(4, Changes(forced));
    }

    [Theory]
    [InlineData("Remove-TemporalLambdaWorker 'or*' @aws @temporal", "FunctionNameNotValid")]
    [InlineData("Remove-TemporalLambdaWorker @aws @temporal", "MissingProperty")]
    public async Task Bad_input_is_one_clear_error(string script, string errorId) => (await _stage.RunAsync(script)).AssertError(errorId);

    [Fact]
    public void In_the_sandbox_nothing_is_left_either()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The sandbox runs on Linux only.");
        try
        {
            EngineResult result = _stage.Engine.Run("$null = Start-TemporalLambdaSandbox; Remove-TemporalLambdaWorker absent -IncludeLogs");

            Assert.Equal(0, Changes(result.AssertNoErrors()));
        }
        finally
        {
            _stage.Engine.Run("Stop-TemporalLambdaSandbox");
        }
    }

    private async Task CurrentAsync(string name)
    {
        PSObject worker = await _stage.GrantedAsync(name);
        (await _stage.RunAsync(
            "$null = $worker | New-TemporalWorkerDeploymentVersion @temporal -TimeoutSeconds 0; $null = $worker | Set-CurrentTemporalVersion @temporal -AllowNoPollers",
            worker)).AssertNoErrors();
    }

    private static int Changes(EngineResult result) => ((ICollection)result.Single("Changes")!).Count;
}
