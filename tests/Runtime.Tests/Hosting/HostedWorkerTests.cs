using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TemporalLambda.Runtime.Hosting;
using TemporalLambda.Runtime.Tests.Parts;
using Temporalio.Activities;
using Temporalio.Extensions.Hosting;

namespace TemporalLambda.Runtime.Tests.Hosting;

/// <summary>A worker in a .NET host, in Lambda as the host sees it.</summary>
public class HostedWorkerTests(TemporalFixture temporal)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_activity_gets_what_the_host_injects()
    {
        var deployment = await Deployment.CreateAsync(temporal.Client);
        await using var api = new TestRuntimeApi();
        var builder = Builder(deployment.Variables(api.Endpoint, temporal.Address));
        builder.Services.AddScoped<Salutation>();
        builder.Services.AddTemporalLambdaWorker((_, worker) => worker.IdleTimeout(TimeSpan.FromSeconds(1)))
            .AddWorkflow<HelloWorker.GreetingWorkflow>()
            .AddScopedActivities<InjectedActivities>();
        using var host = builder.Build();
        await host.StartAsync(Token);

        var greeting = await deployment.StartAsync("GreetingWorkflow", "World");
        Assert.Equal("Good evening, World!", await api.InvokeUntilAsync(greeting.GetResultAsync<string>()));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task What_cannot_start_is_an_init_error_and_stops_the_host()
    {
        await using var api = new TestRuntimeApi();
        var builder = Builder(new() { ["AWS_LAMBDA_RUNTIME_API"] = api.Endpoint, ["AWS_LAMBDA_FUNCTION_NAME"] = "hello" });
        builder.Services.AddTemporalLambdaWorker().AddWorkflow<HelloWorker.GreetingWorkflow>();
        using var host = builder.Build();
        var running = host.RunAsync(Token);

        Assert.Contains("No Temporal address: set TEMPORAL_ADDRESS", (await api.InitErrorAsync()).Body, StringComparison.Ordinal);
        await running.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    // What a process's variables would be, as configuration.
    private static HostApplicationBuilder Builder(Dictionary<string, string> variables)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(variables.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value)));
        return builder;
    }

    private sealed class Salutation
    {
        public string Text => "Good evening";
    }

    private sealed class InjectedActivities(Salutation salutation)
    {
        [Activity]
        public string Greet(string name) => $"{salutation.Text}, {name}!";
    }
}
