using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Tests.Clients;

namespace TemporalLambda.Aws.Tests;

/// <summary>The worker that these tests deploy; each says only what it has different.</summary>
internal static class SampleFunction
{
    private static readonly Lock Packing = new();

    /// <summary>In values alone: its package is not there.</summary>
    public static WantedFunction Wanted { get; } = new()
    {
        FunctionName = "worker",
        PackagePath = "worker.zip",
        DeploymentName = "shop",
        BuildId = "b1",
        TaskQueue = "orders",
        Runtime = "provided.al2023",
        Handler = "bootstrap",
        Architecture = "arm64",
        Timeout = 600,
        MemorySize = 512,
    };

    /// <summary>With a package in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="functionName">The function's name.</param>
    /// <param name="code">What tells its code from another's; the build id too.</param>
    public static WantedFunction In(string folder, string functionName, string code = "one")
    {
        string path = Path.Combine(folder, code + ".zip");
        lock (Packing)
        {
            if (!File.Exists(path))
            {
                File.WriteAllBytes(path, Packages.Zip(code));
            }
        }

        return Wanted with { FunctionName = functionName, PackagePath = path, BuildId = code };
    }
}
