using System.Collections.Concurrent;
using TemporalLambda.EndToEnd.Tests.Processes;

namespace TemporalLambda.Aws.Tests.Faults;

/// <summary>
/// The AWS half of the pipeline as a process of its own that is killed (SIGKILL) after each request of it in turn, when that has taken
/// effect and before its answer: the next run brings about exactly what an undisturbed one does.
/// </summary>
public sealed class KillMatrixTests(FakeAws aws) : IDisposable
{
    private const int Part = 20;
    private static readonly string Script = Path.Combine(Repository.Root, "tests", "Aws.Tests", "Faults", "deploy.ps1");

    private readonly string _folder = Directory.CreateTempSubdirectory("kills-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("fresh")]
    [InlineData("update")]
    public async Task After_a_kill_at_any_request_the_next_run_converges(string scenario)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found and killed as Linux has it.");
        string url = await aws.UseAsync();
        using AwsSession direct = await aws.OpenAsync();
        await using FaultProxy undisturbed = new(url);
        await PrepareAsync(scenario, $"kill-{scenario}-undisturbed", url);
        await CompleteAsync($"kill-{scenario}-undisturbed", "two", undisturbed.Url);
        string expected = await AwsSnapshot.TakeAsync(direct, $"kill-{scenario}-undisturbed", Token);
        int[] all = [.. Enumerable.Range(1, undisturbed.Requests)];
        int[] chosen = MatrixPart.Of(all, Part);

        ConcurrentBag<string> wrong = [];
        await Parallel.ForEachAsync(
            chosen,
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Token },
            async (request, _) =>
            {
                string name = $"kill-{scenario}-{request:000}";
                await PrepareAsync(scenario, name, url);
                await KillAsync(name, request);
                await CompleteAsync(name, "two", url);
                string state = await AwsSnapshot.TakeAsync(direct, name, Token);
                if (state != expected)
                {
                    wrong.Add($"killed after request {request}: {string.Join('\n', state.Split('\n').Except(expected.Split('\n')))}");
                }
            });

        string figures = $"{scenario}: {all.Length} requests, killed after {chosen.Length} of them, {chosen.Length - wrong.Count} converged";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        TestContext.Current.SendDiagnosticMessage(figures);
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
    }

    private Task PrepareAsync(string scenario, string name, string url) => scenario == "update" ? CompleteAsync(name, "one", url) : Task.CompletedTask;

    private async Task CompleteAsync(string name, string build, string url)
    {
        using ShellRun run = Run(name, build, url);
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, run.Output);
    }

    private async Task KillAsync(string name, int request)
    {
        await using FaultProxy proxy = new(await aws.UseAsync()) { Planned = (Fault.Killed, request) };
        ShellRun? run = null;
        using ManualResetEventSlim started = new();
        proxy.Kill = () =>
        {
            started.Wait(Token);
            run!.KillShell();
        };
        using (run = Run(name, "two", proxy.Url))
        {
            started.Set();
            await run.WaitForExitAsync();
            Assert.False(run.Output.Contains("granted", StringComparison.Ordinal), run.Output);
        }
    }

    private ShellRun Run(string name, string build, string url) => new(
        [Script, "-Package", SampleFunction.In(_folder, name, build).PackagePath!, "-Name", name, "-BuildId", build],
        new Dictionary<string, string?>
        {
            ["AWS_ENDPOINT_URL"] = url,
            ["AWS_ACCESS_KEY_ID"] = FakeAws.Key,
            ["AWS_SECRET_ACCESS_KEY"] = FakeAws.Key,
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_PROFILE"] = null,
        });
}
