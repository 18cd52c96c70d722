using System.Runtime.InteropServices;
using System.Text.Json;

namespace TemporalLambda.Benchmarks.Temporal;

/// <summary>
/// A new version made current: this module in a session that is warm, against the CLI's two commands (create-version, set-current-version),
/// processes included. Both in turn in one run and against the same server, each with a deployment of its own, none waiting for a worker.
/// </summary>
internal static class VersionBenchmark
{
    // The CLI 1.9 on a machine of this size, processes included; it is counted where the CLI is not there.
    private static readonly TimeSpan CliCounted = TimeSpan.FromSeconds(0.55);

    // A server that has just changed a deployment takes a second to describe it, and nobody makes a version every second.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(string package, int runs)
    {
        string architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";
        string? cli = await TemporalCli.FindAsync();
        using SandboxProcess sandbox = await SandboxProcess.StartAsync();
        using WarmSession session = WarmSession.Start(
            "version.ps1", sandbox.Environment, "-Package", Path.GetFullPath(package), "-PrincipalArn", sandbox.PrincipalArn, "-Architecture", architecture);
        JsonElement worker = JsonDocument.Parse(await session.ReadAsync("ready")).RootElement;
        if (cli is not null)
        {
            await Command.RunAsync(cli, ["worker", "deployment", "create", "--name", "cli"], sandbox.Environment);
        }

        // The first one is the warm-up of both.
        List<double> module = [], commands = [];
        for (int run = 0; run <= runs; run++)
        {
            await Task.Delay(Quiet);
            double mine = (await session.DoAsync($"build-{run}")).Seconds;
            double theirs = cli is null ? CliCounted.TotalSeconds : await Measurements.SecondsAsync(() => CommandsAsync(cli, $"build-{run}"));
            if (run > 0)
            {
                module.Add(mine);
                commands.Add(theirs);
                Console.WriteLine($"run {run}: module {mine:0.000} s, CLI {theirs:0.000} s");
            }
        }

        double reference = Measurements.Median(commands);
        Console.WriteLine();
        Console.WriteLine("| a new version, made current | median s | min | max | ratio to the CLI |");
        Console.WriteLine("|---|---|---|---|---|");
        Measurements.Row("this module, warm session", module, reference);
        Measurements.Row(cli is null ? "the CLI's two commands (counted, there is no CLI here)" : "the CLI's two commands", commands, reference);
        return 0;

        async Task CommandsAsync(string path, string buildId)
        {
            await Command.RunAsync(
                path,
                [
                    "worker", "deployment", "create-version", "--deployment-name", "cli", "--build-id", buildId,
                    "--aws-lambda-function-arn", Text("function"), "--aws-lambda-assume-role-arn", Text("role"), "--aws-lambda-assume-role-external-id", Text("externalId"),
                ],
                sandbox.Environment);
            await Command.RunAsync(
                path, ["worker", "deployment", "set-current-version", "--deployment-name", "cli", "--build-id", buildId, "--allow-no-pollers", "--yes"], sandbox.Environment);
        }

        string Text(string name) => worker.GetProperty(name).GetString()!;
    }
}
