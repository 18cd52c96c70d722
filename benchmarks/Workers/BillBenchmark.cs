using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Temporalio.Client;

namespace TemporalLambda.Benchmarks.Workers;

/// <summary>
/// What Lambda bills for packaged workers, in the sandbox with the server's own worker controller: 200 workflows at once, and one workflow
/// a minute for five minutes, every function with a timeout of 60 s.
/// </summary>
internal static partial class BillBenchmark
{
    private const int BurstSize = 200;
    private const int SporadicCount = 5;

    // The function's timeout and what its last invocation may take beyond.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(string[] packages)
    {
        using SandboxProcess sandbox = await SandboxProcess.StartAsync();
        TemporalClient client = await TemporalClient.ConnectAsync(new TemporalClientConnectOptions(sandbox.Environment["TEMPORAL_ADDRESS"]));
        string[] names = [.. packages.Select(package => Path.GetFileNameWithoutExtension(package).ToLowerInvariant().Replace('_', '-'))];
        for (int index = 0; index < packages.Length; index++)
        {
            await DeployAsync(packages[index], names[index], sandbox);
        }

        await Task.Delay(Settled);
        List<(double Seconds, double Billed)> burst = [];
        foreach (string name in names)
        {
            double before = await BilledAsync(name, sandbox);
            long began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, BurstSize).Select(_ => GreetAsync(client, name)));
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            await Task.Delay(Settled);
            burst.Add((seconds, await BilledAsync(name, sandbox) - before));
        }

        double[] start = await Task.WhenAll(names.Select(name => BilledAsync(name, sandbox)));
        for (int count = 0; count < SporadicCount; count++)
        {
            foreach (string name in names)
            {
                await GreetAsync(client, name);
            }

            await Task.Delay(Minute);
        }

        await Task.Delay(Settled - Minute);
        double[] end = await Task.WhenAll(names.Select(name => BilledAsync(name, sandbox)));
        double[] sporadic = [.. end.Zip(start, (after, before) => after - before)];

        Console.WriteLine();
        Console.WriteLine("| ratio to the first | " + string.Join(" | ", names) + " |");
        Console.WriteLine("|---|" + string.Concat(names.Select(_ => "---|")));
        Row($"{BurstSize} workflows at once, s", [.. burst.Select(one => one.Seconds)]);
        Row($"{BurstSize} workflows at once, billed s", [.. burst.Select(one => one.Billed)]);
        Row($"one workflow a minute for {SporadicCount} minutes, billed s", sporadic);
        return 0;

        static void Row(string what, double[] values) => Console.WriteLine(
            $"| {what} | " + string.Join(" | ", values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} ({value / values[0]:0.00})"))) + " |");
    }

    private static Task<string> DeployAsync(string package, string name, SandboxProcess sandbox) => Command.RunAsync(
        "dotnet",
        [
            Repository.Shell, Path.Combine(Repository.Root, "benchmarks", "Deployment", "deploy.ps1"), "-Package", Path.GetFullPath(package), "-Name", name,
            "-PrincipalArn", sandbox.PrincipalArn, "-Architecture", RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64",
        ],
        sandbox.Environment);

    private static async Task GreetAsync(TemporalClient client, string taskQueue) =>
        await client.ExecuteWorkflowAsync<string>("GreetingWorkflow", ["World"], new WorkflowOptions(Guid.NewGuid().ToString(), taskQueue));

    // What the REPORT lines add up to.
    private static async Task<double> BilledAsync(string name, SandboxProcess sandbox)
    {
        string answer = await Command.RunAsync(
            "aws", ["logs", "filter-log-events", "--log-group-name", "/aws/lambda/" + name, "--filter-pattern", "REPORT", "--output", "json"], sandbox.Environment);
        using JsonDocument events = JsonDocument.Parse(answer);
        return events.RootElement.GetProperty("events").EnumerateArray()
            .Select(one => BilledDuration().Match(one.GetProperty("message").GetString()!))
            .Where(match => match.Success)
            .Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)) / 1000;
    }

    [GeneratedRegex(@"Billed Duration: (\d+) ms")]
    private static partial Regex BilledDuration();
}
