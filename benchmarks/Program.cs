using TemporalLambda.Benchmarks.Aws;
using TemporalLambda.Benchmarks.Deployment;
using TemporalLambda.Benchmarks.Temporal;
using TemporalLambda.Benchmarks.Workers;

return args switch
{
    ["deployment", string package, .. string[] rest] => await DeploymentBenchmark.RunAsync(package, rest is [string runs] ? int.Parse(runs, null) : 5),
    ["aws", string package, .. string[] rest] => await AwsBenchmark.RunAsync(package, rest is [string runs] ? int.Parse(runs, null) : 5),
    ["version", string package, .. string[] rest] => await VersionBenchmark.RunAsync(package, rest is [string runs] ? int.Parse(runs, null) : 5),
    ["listing"] => await ListingBenchmark.RunAsync(100, 100, 5),
    ["listing", string deployments, string versions, .. string[] rest] =>
        await ListingBenchmark.RunAsync(int.Parse(deployments, null), int.Parse(versions, null), rest is [string runs] ? int.Parse(runs, null) : 5),
    ["start", string runs, .. string[] packages] when packages.Length > 0 => await StartBenchmark.RunAsync(packages, int.Parse(runs, null)),
    ["bill", .. string[] packages] when packages.Length > 0 => await BillBenchmark.RunAsync(packages),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Benchmarks deployment GO-WORKER.zip [RUNS]   from a ready package to the first workflow's result, against the guide's commands");
    Console.Error.WriteLine("       Benchmarks aws WORKER.zip [RUNS]             the AWS half against moto: the guide's aws commands, terraform plan, fifty workers");
    Console.Error.WriteLine("       Benchmarks version GO-WORKER.zip [RUNS]      a new version made current from a warm session, against the CLI's two commands");
    Console.Error.WriteLine("       Benchmarks listing [DEPLOYMENTS VERSIONS [RUNS]]   all versions of a namespace, 100 x 100 by default, whose server takes minutes to fill");
    Console.Error.WriteLine("       Benchmarks start RUNS PACKAGE.zip...            how packaged workers start; ratios to the first package");
    Console.Error.WriteLine("       Benchmarks bill PACKAGE.zip...                  what a burst and sporadic workflows are billed; ratios to the first package");
    return 64;
}
