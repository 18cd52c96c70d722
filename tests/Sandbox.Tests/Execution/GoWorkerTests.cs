using System.IO.Compression;
using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox.Tests.Execution;

/// <summary>Temporal's own worker for Lambda: it has AWS's own client of the Runtime API in it.</summary>
public class GoWorkerTests
{
    [Fact]
    public async Task The_Go_worker_starts_runs_into_its_unreachable_server_and_is_reused()
    {
        await using var bench = new FunctionBench();
        var function = Unpack(bench);

        var first = await bench.InvokeAsync(function);
        var second = await bench.InvokeAsync(function);

        // Nothing listens at the address, so its handler fails, through /error and with a stack of AWS's client.
        Assert.Equal("Unhandled", first.FunctionError);
        Assert.Contains("\"errorMessage\"", FunctionBench.Text(first), StringComparison.Ordinal);
        Assert.Equal("Unhandled", second.FunctionError);
        Assert.Equal(1, bench.Invoker.EnvironmentCount);
        Assert.InRange(bench.Invoker.Ledger.Records[0].InitMs!.Value, 1, 2000);
        Assert.Null(bench.Invoker.Ledger.Records[1].InitMs);
    }

    internal static string Package()
    {
        var folder = Environment.GetEnvironmentVariable("TEMPORALLAMBDA_GO_WORKER");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip("TEMPORALLAMBDA_GO_WORKER does not name the folder with go-worker-x86_64.zip.");
        }

        if (System.Runtime.InteropServices.RuntimeInformation.OSArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            Assert.Skip("The Go worker that the tests run is an x86_64 program.");
        }

        return Path.Combine(folder, "go-worker-x86_64.zip");
    }

    private static FunctionVersion Unpack(FunctionBench bench)
    {
        var function = bench.Function("");
        ZipFile.ExtractToDirectory(Package(), function.CodeFolder, overwriteFiles: true);
        return function with
        {
            Environment = new Dictionary<string, string>
            {
                ["TEMPORAL_ADDRESS"] = "127.0.0.1:1",
                ["TEMPORAL_TASK_QUEUE"] = "greetings",
                ["TEMPORAL_LAMBDA_DEPLOYMENT_NAME"] = "greetings",
                ["TEMPORAL_LAMBDA_BUILD_ID"] = "v1",
            },
        };
    }
}
