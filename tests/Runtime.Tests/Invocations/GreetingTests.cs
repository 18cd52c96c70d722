using System.Diagnostics;
using HelloWorker;
using TemporalLambda.Runtime.Tests.Parts;

namespace TemporalLambda.Runtime.Tests.Invocations;

public class GreetingTests(TemporalFixture temporal)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_workflow_completes_and_the_invocation_ends_early_when_nothing_follows()
    {
        var deployment = await Deployment.CreateAsync(temporal.Client);
        await using var api = new TestRuntimeApi();
        await using var worker = new WorkerInProcess(
            deployment.Variables(api.Endpoint, temporal.Address),
            builder => builder.AddWorkflow<GreetingWorkflow>().AddActivity(Activities.Greet).IdleTimeout(TimeSpan.FromSeconds(3)));

        var greeting = await deployment.StartAsync("GreetingWorkflow", "World");
        var invocation = api.Invoke(TimeSpan.FromSeconds(60));
        Assert.Equal("Hello, World!", await greeting.GetResultAsync<string>().WaitAsync(Patience));
        var answer = await api.AnswerAsync(invocation);
        Assert.Equal($"invocation/{invocation.RequestId}/response", answer.Path);
        var lasted = Stopwatch.GetElapsedTime(await invocation.Started, answer.At);
        Assert.InRange(lasted, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Every_task_carries_the_identity_of_its_invocation_though_the_connection_is_kept()
    {
        var deployment = await Deployment.CreateAsync(temporal.Client);
        await using var relay = new TcpRelay(temporal.Address);
        await using var api = new TestRuntimeApi();
        await using var worker = new WorkerInProcess(
            deployment.Variables(api.Endpoint, relay.Address),
            builder => builder.AddWorkflow<GreetingWorkflow>().AddActivity(Activities.Greet).IdleTimeout(TimeSpan.FromSeconds(3)));

        for (var number = 1; number <= 3; number++)
        {
            var greeting = await deployment.StartAsync("GreetingWorkflow", "World");
            var invocation = api.Invoke(TimeSpan.FromSeconds(60));
            Assert.Equal("Hello, World!", await greeting.GetResultAsync<string>().WaitAsync(Patience));
            await api.AnswerAsync(invocation);
            var history = await greeting.FetchHistoryAsync();
            var identities = history.Events
                .Select(one => one.WorkflowTaskStartedEventAttributes?.Identity ?? one.ActivityTaskStartedEventAttributes?.Identity)
                .Where(identity => identity is not null).Distinct();
            Assert.Equal([$"{invocation.RequestId}@{TestRuntimeApi.FunctionArn}"], identities);
        }

        Assert.Equal(1, relay.Connections);
        Assert.Equal(1, api.Connections);
    }
}
