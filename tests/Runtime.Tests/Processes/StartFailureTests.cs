using System.Net;
using System.Net.Sockets;
using HelloWorker;
using TemporalLambda.Runtime.Tests.Parts;

namespace TemporalLambda.Runtime.Tests.Processes;

public class StartFailureTests(TemporalFixture temporal)
{
    public static TheoryData<string, string> Missing => new()
    {
        { "TEMPORAL_ADDRESS", "No Temporal address: set TEMPORAL_ADDRESS" },
        { "TEMPORAL_TASK_QUEUE", "No task queue: set TEMPORAL_TASK_QUEUE" },
        { "TEMPORAL_LAMBDA_DEPLOYMENT_NAME", "No deployment name: set TEMPORAL_LAMBDA_DEPLOYMENT_NAME." },
        { "TEMPORAL_LAMBDA_BUILD_ID", "No build id: set TEMPORAL_LAMBDA_BUILD_ID." },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task A_missing_variable_is_an_init_error_that_names_it(string variable, string message)
    {
        var (type, log) = await FailAsync(variables => variables.Remove(variable));
        Assert.Contains("WorkerConfigurationException", type, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_where_nothing_listens_is_an_init_error_that_names_it()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = closed.LocalEndpoint.ToString()!;
        closed.Stop();
        var (body, log) = await FailAsync(variables => variables["TEMPORAL_ADDRESS"] = address);
        Assert.Contains("TemporalConnectionException", body, StringComparison.Ordinal);
        Assert.Contains(address, Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_TLS_is_an_init_error()
    {
        var (body, log) = await FailAsync(variables => variables["TEMPORAL_TLS"] = "true");
        Assert.Contains("TemporalConnectionException", body, StringComparison.Ordinal);
        Assert.Contains(temporal.Address, Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_temporal_toml_is_an_init_error_that_names_the_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "[profile.default\naddress = 1");
            var (body, _) = await FailAsync(variables => variables["TEMPORAL_CONFIG_FILE"] = file);
            Assert.Contains("WorkerConfigurationException", body, StringComparison.Ordinal);
            Assert.Contains(Path.GetFileName(file), body, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_worker_with_nothing_to_run_is_an_init_error()
    {
        var (body, _) = await FailAsync(_ => { }, _ => { });
        Assert.Contains("add a workflow, an activity or a Nexus service", body, StringComparison.Ordinal);
    }

    private async Task<(string Body, IReadOnlyList<string> Log)> FailAsync(
        Action<Dictionary<string, string>> change, Action<LambdaWorkerBuilder>? configure = null)
    {
        var variables = (await Deployment.CreateAsync(temporal.Client)).Variables("", temporal.Address);
        await using var api = new TestRuntimeApi();
        variables["AWS_LAMBDA_RUNTIME_API"] = api.Endpoint;
        change(variables);
        await using var worker = new WorkerInProcess(variables, configure ?? (builder => builder.AddWorkflow<GreetingWorkflow>().AddActivity(Activities.Greet)));
        var error = await api.InitErrorAsync();
        Assert.Equal("init/error", error.Path);
        Assert.Equal(1, await worker.Exit);
        Assert.Equal(0, api.NextCalls);
        return (error.Body, [.. worker.Log.Where(line => line.StartsWith("FATAL", StringComparison.Ordinal))]);
    }
}
