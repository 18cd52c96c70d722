using TemporalLambda.Benchmarks.Aws;
using TemporalLambda.Benchmarks.Deployment;

return args switch
{
    ["deployment", string package, .. string[] rest] => await DeploymentBenchmark.RunAsync(package, rest is [string runs] ? int.Parse(runs, null) : 5),
    ["aws", string package, .. string[] rest] => await AwsBenchmark.RunAsync(package, rest is [string runs] ? int.Parse(runs, null) : 5),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Benchmarks deployment GO-WORKER.zip [RUNS]   from a ready package to the first workflow's result, against the guide's commands");
    Console.Error.WriteLine("       Benchmarks aws WORKER.zip [RUNS]             the AWS half against moto: the guide's aws commands, terraform plan, fifty workers");
    return 64;
}
