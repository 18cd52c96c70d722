using TemporalLambda.DevServer;
using TemporalLambda.EndToEnd.Tests.Processes;
using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.EndToEnd.Tests;

/// <summary>The pipeline against moto behind aws-check, with the real server's controller on the same AWS.</summary>
public sealed class ConformanceTests(FakeAws aws)
{
    [Fact]
    public async Task The_whole_pipeline_makes_no_request_that_AWS_would_refuse()
    {
        string package = GoWorker.Package();
        Dictionary<string, string?> environment = new()
        {
            ["AWS_ENDPOINT_URL"] = await aws.UseAsync(),
            ["AWS_ACCESS_KEY_ID"] = FakeAws.Key,
            ["AWS_SECRET_ACCESS_KEY"] = FakeAws.Key,
            ["AWS_REGION"] = "eu-central-1",
        };
        await using TemporalDevServer server = await TemporalDevServer.StartAsync(
            new ServerOptions { Environment = environment }, TestContext.Current.CancellationToken);
        environment["TEMPORAL_ADDRESS"] = server.Address;
        environment["TEMPORAL_NAMESPACE"] = server.Namespace;

        using var run = new ShellRun(
            [
                "-Command",
                $$"""
                $ErrorActionPreference = 'Stop'
                $worker = New-TemporalLambdaWorker '{{package}}' -DeploymentName conforming -BuildId one |
                    Publish-TemporalLambdaWorker |
                    Grant-TemporalInvoke -TemporalPrincipalArn arn:aws:iam::123456789012:user/temporal |
                    New-TemporalWorkerDeploymentVersion |
                    Set-CurrentTemporalVersion
                $checks = $worker | Test-TemporalLambdaWorker -WorkflowType Echo -WorkflowInput Back
                $checks | Out-Default
                if ($checks.Status -contains 'Failed') { exit 1 }
                """,
            ],
            environment);

        // moto answers an invocation and runs nothing: the worker that the function would be is the test's own.
        while (!(await aws.LogAsync()).Any(call => call.Operation == "Invoke"))
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await using TestWorker worker = await TestWorker.StartAsync(server.Address, "conforming", "one", "conforming");
        await run.WaitForExitAsync();

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("\"Back\"", run.Output, StringComparison.Ordinal);
        Assert.Empty((await aws.LogAsync()).SelectMany(call => call.Violations));
    }
}
