using System.Diagnostics;
using TemporalLambda.Runtime.Tests.Parts;

namespace TemporalLambda.Runtime.Tests.Processes;

public class FrozenProcessTests(TemporalFixture temporal)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_that_was_frozen_while_its_connections_were_cut_serves_the_next_invocation_under_its_identity_alone(bool silently)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Processes are frozen with SIGSTOP, which this system lacks.");
        var deployment = await Deployment.CreateAsync(temporal.Client);
        await using var relay = new TcpRelay(temporal.Address);
        await using var api = new TestRuntimeApi();
        using var worker = StartHelloWorker(deployment.Variables(api.Endpoint, relay.Address));
        try
        {
            await GreetAsync(deployment, api, _ => Task.CompletedTask);
            await SignalAsync(worker, "STOP");
            if (silently)
            {
                relay.SwallowPresent();
            }
            else
            {
                relay.Reset();
                api.Cut();
            }

            await Task.Delay(500);
            var thawed = DateTime.UtcNow;
            await SignalAsync(worker, "CONT");
            await GreetAsync(deployment, api, async requestId =>
            {
                var identity = Assert.Single(await deployment.PollersSinceAsync(thawed));
                Assert.Equal($"{requestId}@{TestRuntimeApi.FunctionArn}", identity);
            });
            Assert.True(relay.Connections >= 2, "The worker did not connect anew.");
        }
        finally
        {
            worker.Kill();
            await worker.WaitForExitAsync();
        }
    }

    private static async Task GreetAsync(Deployment deployment, TestRuntimeApi api, Func<string, Task> afterwards)
    {
        var greeting = await deployment.StartAsync("GreetingWorkflow", "World");
        var invocation = api.Invoke(TimeSpan.FromSeconds(60));
        Assert.Equal("Hello, World!", await greeting.GetResultAsync<string>().WaitAsync(TimeSpan.FromSeconds(60)));
        await afterwards(invocation.RequestId);
        Assert.EndsWith("/response", (await api.AnswerAsync(invocation)).Path, StringComparison.Ordinal);
    }

    private static Process StartHelloWorker(Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "HelloWorker.exe" : "HelloWorker"));
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
