using System.Runtime.InteropServices;
using TemporalLambda.Benchmarks.Deployment;

namespace TemporalLambda.Benchmarks.Aws;

/// <summary>
/// The AWS half against moto, all ways in turn in one run: this module, one process from start to exit, against the guide's `aws` commands;
/// its unchanged rerun against `terraform plan`; and fifty workers down one pipeline against one.
/// </summary>
internal static class AwsBenchmark
{
    private const string PrincipalArn = "arn:aws:iam::123456789012:user/temporal-server";
    private const int Many = 50;

    public static async Task<int> RunAsync(string package, int runs)
    {
        string architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";
        package = Path.GetFullPath(package);
        using MotoServer moto = await MotoServer.StartAsync();
        using TerraformWorker? terraform = await TerraformWorker.ApplyAsync(package, architecture, PrincipalArn, moto);
        List<double> one = [], rerun = [], many = [], commands = [], plan = [];
        for (int run = 0; run < runs; run++)
        {
            one.Add(await Measurements.SecondsAsync(() => ModuleAsync($"one-{run}", 1)));
            commands.Add(await Measurements.SecondsAsync(
                () => GuideCommands.DeployAsync(package, $"guide-{run}", architecture, "temporal:7233", PrincipalArn, moto.Environment)));
            rerun.Add(await Measurements.SecondsAsync(() => ModuleAsync($"one-{run}", 1, "-Unchanged")));
            if (terraform is not null)
            {
                plan.Add(await Measurements.SecondsAsync(terraform.PlanAsync));
            }

            many.Add(await Measurements.SecondsAsync(() => ModuleAsync($"many-{run}", Many)));
            Console.WriteLine($"run {run + 1}: one {one[^1]:0.00} s, commands {commands[^1]:0.00} s, rerun {rerun[^1]:0.00} s, "
                + $"terraform plan {(plan.Count > 0 ? $"{plan[^1]:0.00} s" : "-")}, {Many} workers {many[^1]:0.00} s");
        }

        Console.WriteLine();
        Console.WriteLine("| publish and grant, against moto | median s | min | max | ratio |");
        Console.WriteLine("|---|---|---|---|---|");
        Measurements.Row("this module", one, Measurements.Median(commands));
        Measurements.Row("the guide's `aws` commands", commands, Measurements.Median(commands));
        if (plan.Count > 0)
        {
            Measurements.Row("this module, rerun that changes nothing", rerun, Measurements.Median(plan));
            Measurements.Row("`terraform plan` that finds nothing", plan, Measurements.Median(plan));
        }

        Measurements.Row($"this module, {Many} workers, to one", many, Measurements.Median(one));
        return 0;

        Task ModuleAsync(string name, int workers, params string[] more) => Command.RunAsync(
            "dotnet",
            [
                Repository.Shell, Path.Combine(Repository.Root, "benchmarks", "Aws", "publish.ps1"), "-Package", package, "-Name", name,
                "-PrincipalArn", PrincipalArn, "-Architecture", architecture, "-Workers", $"{workers}", .. more,
            ],
            moto.Environment);
    }
}
