using System.Diagnostics;
using System.IO.Compression;
using TemporalLambda.DevServer;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

namespace TemporalLambda.Benchmarks.Workers;

/// <summary>
/// How packaged workers start, cold and warm: each package in turn in one run, against a real Temporal server and the same Runtime API, on
/// loopback without TLS. Every package has the pinned GreetingWorkflow of the samples.
/// </summary>
internal static class StartBenchmark
{
    // Long enough for a worker that keeps seven seconds for its stop, short enough to wait for one that does not end when idle.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(14);

    public static async Task<int> RunAsync(string[] packages, int runs)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("temporal-lambda-benchmark-");
        try
        {
            await using TemporalDevServer server = await TemporalDevServer.StartAsync(
                new ServerOptions { DynamicConfig = new Dictionary<string, string> { ["frontend.enableCancelWorkerPollsOnShutdown"] = "true" } }, default);
            await using FrontendRelay relay = await FrontendRelay.StartAsync(server.Address);
            TemporalClient client = await TemporalClient.ConnectAsync(new TemporalClientConnectOptions(server.Address));
            List<Measured> measured = [.. packages.Select(package => new Measured(package, folder))];
            for (int run = 0; run < runs; run++)
            {
                foreach (Measured one in measured)
                {
                    await MeasureAsync(one, $"{one.Name}-{run}", client, relay);
                    Console.WriteLine($"run {run + 1}: {one.Name} polls {one.Poll[^1]:0} ms after its start, warm {one.WarmPoll[^1]:0.0} ms");
                }
            }

            Print(measured);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(Measured one, string name, TemporalClient client, FrontendRelay relay)
    {
        await client.WorkflowService.SetWorkerDeploymentCurrentVersionAsync(new SetWorkerDeploymentCurrentVersionRequest
        {
            Namespace = client.Options.Namespace, DeploymentName = name, BuildId = "1", AllowNoPollers = true, IgnoreMissingTaskQueues = true,
        });
        TaskCompletionSource<long> polled = Watch(relay);
        long cold = Stopwatch.GetTimestamp();
        Task<string> result = GreetAsync(client, name);
        await using FunctionProcess function = await FunctionProcess.StartAsync(one.Bootstrap, Environment(name, relay.Address));
        Task answered = function.InvokeAsync(Timeout);
        long poll = await polled.Task;
        (double cpu, _) = function.Usage;
        one.Next.Add(Stopwatch.GetElapsedTime(function.StartedAt, await function.Asked).TotalMilliseconds);
        one.Poll.Add(Stopwatch.GetElapsedTime(function.StartedAt, poll).TotalMilliseconds);
        one.Cpu.Add(cpu);
        await result;
        one.Cold.Add(Stopwatch.GetElapsedTime(cold).TotalMilliseconds);
        one.Memory.Add(function.Usage.ResidentMb);
        await answered;
        function.Freeze();
        await Task.Delay(500);

        polled = Watch(relay);
        long warm = Stopwatch.GetTimestamp();
        result = GreetAsync(client, name);
        function.Thaw();
        answered = function.InvokeAsync(Timeout);
        poll = await polled.Task;
        one.WarmPoll.Add(Stopwatch.GetElapsedTime(function.GivenAt, poll).TotalMilliseconds);
        await result;
        one.Warm.Add(Stopwatch.GetElapsedTime(warm).TotalMilliseconds);
    }

    private static TaskCompletionSource<long> Watch(FrontendRelay relay)
    {
        TaskCompletionSource<long> polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        relay.Polled = () => polled.TrySetResult(Stopwatch.GetTimestamp());
        return polled;
    }

    private static async Task<string> GreetAsync(TemporalClient client, string taskQueue) =>
        await client.ExecuteWorkflowAsync<string>("GreetingWorkflow", ["World"], new WorkflowOptions(Guid.NewGuid().ToString(), taskQueue));

    private static Dictionary<string, string> Environment(string name, string address) => new()
    {
        ["AWS_LAMBDA_FUNCTION_NAME"] = name,
        ["AWS_LAMBDA_FUNCTION_VERSION"] = "1",
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "512",
        ["AWS_REGION"] = "us-east-1",
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["TEMPORAL_ADDRESS"] = address,
        ["TEMPORAL_NAMESPACE"] = "default",
        ["TEMPORAL_TASK_QUEUE"] = name,
        ["TEMPORAL_LAMBDA_DEPLOYMENT_NAME"] = name,
        ["TEMPORAL_LAMBDA_BUILD_ID"] = "1",
    };

    private static void Print(List<Measured> measured)
    {
        Measured first = measured[0];
        Console.WriteLine();
        Console.WriteLine("| median (least-most) ratio to the first | " + string.Join(" | ", measured.Select(one => one.Name)) + " |");
        Console.WriteLine("|---|" + string.Concat(measured.Select(_ => "---|")));
        Row("zip, MB", one => [one.ZipMb]);
        Row("process start to /next, ms", one => one.Next);
        Row("process start to first poll, ms", one => one.Poll);
        Row("processor time to first poll, ms", one => one.Cpu);
        Row("memory after a workflow, MB", one => one.Memory);
        Row("workflow start to result, nothing running, ms", one => one.Cold);
        Row("warm invocation to first poll, ms", one => one.WarmPoll);
        Row("workflow start to result, frozen environment, ms", one => one.Warm);

        void Row(string what, Func<Measured, List<double>> values) =>
            Console.WriteLine($"| {what} | " + string.Join(" | ", measured.Select(one => Measurements.Cell(values(one), values(first)))) + " |");
    }

    private sealed class Measured
    {
        public Measured(string package, DirectoryInfo folder)
        {
            Name = Path.GetFileNameWithoutExtension(package);
            ZipMb = new FileInfo(package).Length / 1e6;
            string unpacked = Path.Combine(folder.FullName, Name);
            ZipFile.ExtractToDirectory(package, unpacked);
            Bootstrap = Path.Combine(unpacked, "bootstrap");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Bootstrap, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        public string Name { get; }

        public string Bootstrap { get; }

        public double ZipMb { get; }

        public List<double> Next { get; } = [];

        public List<double> Poll { get; } = [];

        public List<double> Cpu { get; } = [];

        public List<double> Memory { get; } = [];

        public List<double> Cold { get; } = [];

        public List<double> WarmPoll { get; } = [];

        public List<double> Warm { get; } = [];
    }
}
