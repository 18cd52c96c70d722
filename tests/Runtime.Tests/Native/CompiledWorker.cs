using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using TemporalLambda.Packaging;
using TemporalLambda.Runtime.Tests.Parts;

namespace TemporalLambda.Runtime.Tests.Native;

/// <summary>
/// tests/NativeWorker as its package has it: compiled to native code once for all tests of a class, and running as one function's process.
/// </summary>
public sealed class CompiledWorker(TemporalFixture temporal) : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("native-worker-");
    private TestRuntimeApi? api;
    private Process? process;

    private string? SkipReason { get; set; }

    internal Deployment Deployment { get; private set; } = null!;

    private static CpuArchitecture Machine => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? CpuArchitecture.Arm64 : CpuArchitecture.X64;

    public async ValueTask InitializeAsync()
    {
        WorkerPackage package;
        try
        {
            package = await new PackageBuilder(SilentReporter.Instance).BuildAsync(
                new PackageRequest(Project()) { Packaging = WorkerPackaging.NativeAot, Architecture = Machine, OutputPath = folder.FullName + "/" },
                TestContext.Current.CancellationToken);
        }
        catch (StageException exception) when (exception.Category == FaultCategory.NotInstalled)
        {
            SkipReason = exception.Message;
            return;
        }

        await ZipFile.ExtractToDirectoryAsync(package.PackagePath, Path.Combine(folder.FullName, "task"));
        Deployment = await Deployment.CreateAsync(temporal.Client);
        api = new TestRuntimeApi();
        var start = new ProcessStartInfo(Path.Combine(folder.FullName, "task", "bootstrap")) { WorkingDirectory = folder.FullName };
        foreach (var (name, value) in Deployment.Variables(api.Endpoint, temporal.Address))
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
    }

    /// <summary>Invokes the function, so that there is a worker for what a test starts; its answer is to be awaited.</summary>
    internal async Task InvokeAsync(Func<Task> test)
    {
        Assert.SkipWhen(SkipReason is not null, SkipReason ?? "");
        var invocation = api!.Invoke(TimeSpan.FromSeconds(90));
        var ended = process!.WaitForExitAsync();
        var tested = test().WaitAsync(TimeSpan.FromSeconds(80));
        Assert.NotSame(ended, await Task.WhenAny(tested, ended));
        await tested;
        Assert.EndsWith("/response", (await api.AnswerAsync(invocation, TimeSpan.FromSeconds(90))).Path, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            await api!.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private static string Project() => typeof(CompiledWorker).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "NativeWorker").Value!;
}
