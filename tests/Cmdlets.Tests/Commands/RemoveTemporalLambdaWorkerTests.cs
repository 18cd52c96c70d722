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
        await _stage.GrantedAsync("removed");
        EngineResult planned = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(
            async () => planned = await _stage.RunAsync("Remove-TemporalLambdaWorker removed @aws @temporal -WhatIf"));
        EngineResult removed = await _stage.RunAsync("Get-TemporalLambdaWorker removed @aws | Remove-TemporalLambdaWorker @aws @temporal");
        EngineResult again = await _stage.RunAsync("Remove-TemporalLambdaWorker removed @aws @temporal");

        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.Equal(
            [
                "What if: Delete the function 'removed' with its version.",
                "What if: Take from the role 'removed-temporal-invoke' that it may invoke 'removed'.",
                "What if: Delete the invocation role 'removed-temporal-invoke', which grants nothing else.",
                "What if: Delete the execution role 'removed-execution'.",
            ],
            TemporalStage.PlannedLines(planned.AssertNoErrors()));
        Assert.Equal(4, Changes(removed.AssertNoErrors()));
        Assert.Equal(0, Changes(again.AssertNoErrors()));
        Assert.Contains("Nothing that this module created for 'removed' is left.", again.Verbose);
    }

    [Fact]
    public async Task A_worker_that_Temporal_sends_work_is_kept_unless_forced()
    {
        PSObject worker = await _stage.GrantedAsync("at-work");
        (await _stage.RunAsync(
            "$null = $worker | New-TemporalWorkerDeploymentVersion @temporal -TimeoutSeconds 1 -ErrorAction SilentlyContinue; "
                + "$null = $worker | Set-CurrentTemporalVersion @temporal -IgnoreMissingTaskQueues -AllowNoPollers",
            worker)).AssertNoErrors();
        EngineResult refused = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(
            async () => refused = await _stage.RunAsync("Remove-TemporalLambdaWorker at-work @aws @temporal"));
        EngineResult forced = await _stage.RunAsync("Remove-TemporalLambdaWorker at-work @aws @temporal -Force");

        Assert.Contains("b1 (Current)", refused.AssertError("WorkerAtWork").Exception.Message);
        Assert.DoesNotContain(calls, call => call is { Changes: true, Service: "lambda", Operation: not "Invoke" });
        Assert.Contains(forced.AssertNoErrors().Warnings, warning => warning.Contains("b1 (Current)", StringComparison.Ordinal));
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

    private static int Changes(EngineResult result) => ((ICollection)result.Single("Changes")!).Count;
}
