using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TemporalLambda.Benchmarks.Deployment;

/// <summary>
/// From a ready package to the first workflow's result: this module, one process from start to exit, against the guide's commands. Both
/// in turn in one run and against the same sandbox; ratios are what carries over to another machine.
/// </summary>
internal static class DeploymentBenchmark
{
    // The guide's `temporal` commands (create, create-version, set-current-version, workflow execute) with the CLI 1.9 on a machine of this
    // size, processes included; the CLI is not needed to run this.
    private static readonly TimeSpan GuideTemporalHalf = TimeSpan.FromSeconds(1.3);

    public static async Task<int> RunAsync(string package, int runs)
    {
        string architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";
        package = Path.GetFullPath(package);
        using SandboxProcess sandbox = await SandboxProcess.StartAsync();
        List<double> module = [], rerun = [], guide = [];
        for (int run = 0; run < runs; run++)
        {
            string name = $"bench-{run}";
            module.Add(await SecondsAsync(() => ModuleAsync(name)));
            rerun.Add(await SecondsAsync(() => ModuleAsync(name, "-Unchanged")));
            guide.Add(GuideTemporalHalf.TotalSeconds + await SecondsAsync(() => GuideCommands.DeployAsync(package, $"guide-{run}", architecture, sandbox)));
            Console.WriteLine($"run {run + 1}: module {module[^1]:0.00} s, unchanged rerun {rerun[^1]:0.00} s, guide {guide[^1]:0.00} s");
        }

        double reference = Median(guide);
        Console.WriteLine();
        Console.WriteLine("| from a ready package to the first result | median s | min | max | ratio to the guide |");
        Console.WriteLine("|---|---|---|---|---|");
        Row("this module", module);
        Row("this module, rerun that changes nothing", rerun);
        Row("the guide's commands (aws measured, temporal 1.3 s)", guide);
        return 0;

        Task ModuleAsync(string name, params string[] more) => Command.RunAsync(
            "dotnet",
            [
                Repository.Shell, Path.Combine(Repository.Root, "benchmarks", "Deployment", "deploy.ps1"), "-Package", package, "-Name", name,
                "-PrincipalArn", sandbox.PrincipalArn, "-Architecture", architecture, .. more,
            ],
            sandbox.Environment);

        void Row(string what, List<double> seconds) =>
            Console.WriteLine($"| {what} | {Median(seconds):0.00} | {seconds.Min():0.00} | {seconds.Max():0.00} | {Median(seconds) / reference:0.00} |");
    }

    private static async Task<double> SecondsAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        List<double> sorted = [.. values.Order()];
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
