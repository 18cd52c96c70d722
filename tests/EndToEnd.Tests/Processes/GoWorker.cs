using System.Runtime.InteropServices;

namespace TemporalLambda.EndToEnd.Tests.Processes;

/// <summary>A ready package of another SDK: Temporal's own worker for Lambda in Go, built from samples/GoWorker.</summary>
internal static class GoWorker
{
    /// <summary>The zip for this machine's architecture.</summary>
    public static string Package()
    {
        string architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";
        string? folder = Environment.GetEnvironmentVariable("TEMPORALLAMBDA_GO_WORKER");
        string package = Path.Combine(folder ?? "", $"go-worker-{architecture}.zip");
        if (folder is null || !File.Exists(package))
        {
            Assert.Skip($"TEMPORALLAMBDA_GO_WORKER names no folder with go-worker-{architecture}.zip, built from samples/GoWorker.");
        }

        return package;
    }
}
