using HelloWorker;
using TemporalLambda.Runtime.Configuration;
using TemporalLambda.Runtime.Tests.Parts;
using Temporalio.Client;

namespace TemporalLambda.Runtime.Tests.Processes;

public class OrdinaryWorkerTests(TemporalFixture temporal)
{
    [Fact]
    public async Task Outside_Lambda_the_same_program_is_an_ordinary_worker_until_it_is_cancelled()
    {
        var deployment = await Deployment.CreateAsync(temporal.Client);
        var variables = deployment.Variables("", temporal.Address).Where(one => !one.Key.StartsWith("AWS_", StringComparison.Ordinal)).ToDictionary();
        var worker = new WorkerInProcess(variables, builder => builder.AddWorkflow<GreetingWorkflow>().AddActivity(Activities.Greet));
        var greeting = await deployment.StartAsync("GreetingWorkflow", "World");
        Assert.Equal("Hello, World!", await greeting.GetResultAsync<string>().WaitAsync(TimeSpan.FromSeconds(60)));
        await worker.DisposeAsync();
        Assert.Equal(0, await worker.Exit);
    }

    [Fact]
    public async Task Against_a_server_on_the_same_machine_nothing_has_to_be_set_but_its_address()
    {
        await using var worker = new WorkerInProcess(
            new Dictionary<string, string> { ["TEMPORAL_ADDRESS"] = temporal.Address },
            builder => builder.AddWorkflow<GreetingWorkflow>().AddActivity(Activities.Greet));
        var greeting = await temporal.Client.StartWorkflowAsync(
            "GreetingWorkflow", ["World"], new WorkflowOptions($"local-{Guid.NewGuid():N}", FunctionEnvironment.ProgramName));
        Assert.Equal("Hello, World!", await greeting.GetResultAsync<string>().WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Elsewhere_a_versioned_workflow_without_a_version_is_an_error_that_says_what_to_set()
    {
        await using var worker = new WorkerInProcess(
            new Dictionary<string, string> { ["TEMPORAL_ADDRESS"] = "temporal.example:7233" }, builder => builder.AddWorkflow<GreetingWorkflow>());
        Assert.Equal(1, await worker.Exit.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("set TEMPORAL_LAMBDA_DEPLOYMENT_NAME and TEMPORAL_LAMBDA_BUILD_ID", worker.Text, StringComparison.Ordinal);
    }
}
