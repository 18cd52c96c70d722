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
            module.Add(await Measurements.SecondsAsync(() => ModuleAsync(name)));
            rerun.Add(await Measurements.SecondsAsync(() => ModuleAsync(name, "-Unchanged")));
            guide.Add(GuideTemporalHalf.TotalSeconds + await Measurements.SecondsAsync(() => GuideCommands.DeployAsync(
                package, $"guide-{run}", architecture, sandbox.Environment["TEMPORAL_ADDRESS"], sandbox.PrincipalArn, sandbox.Environment)));
            Console.WriteLine($"run {run + 1}: module {module[^1]:0.00} s, unchanged rerun {rerun[^1]:0.00} s, guide {guide[^1]:0.00} s");
        }

        double reference = Measurements.Median(guide);
        Console.WriteLine();
        Console.WriteLine("| from a ready package to the first result | median s | min | max | ratio to the guide |");
        Console.WriteLine("|---|---|---|---|---|");
        Measurements.Row("this module", module, reference);
        Measurements.Row("this module, rerun that changes nothing", rerun, reference);
        Measurements.Row("the guide's commands (aws measured, temporal 1.3 s)", guide, reference);
        return 0;

        Task ModuleAsync(string name, params string[] more) => Command.RunAsync(
            "dotnet",
            [
                Repository.Shell, Path.Combine(Repository.Root, "benchmarks", "Deployment", "deploy.ps1"), "-Package", package, "-Name", name,
                "-PrincipalArn", sandbox.PrincipalArn, "-Architecture", architecture, .. more,
            ],
            sandbox.Environment);
    }
}
