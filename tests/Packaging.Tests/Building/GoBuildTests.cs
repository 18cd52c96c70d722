using TemporalLambda.Packaging.Building;
using TemporalLambda.Packaging.Tests.Rig;

namespace TemporalLambda.Packaging.Tests.Building;

/// <summary>With a stand-in for Go that writes down how it was called, as the real one is on few machines.</summary>
public sealed class GoBuildTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public GoBuildTests() => _folder.Write("greeter/go.mod", "module example.com/greeter\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_Go_a_module_is_refused()
    {
        StageException e = await Assert.ThrowsAsync<StageException>(() => BuildAsync());
        Assert.Equal(("GoNotFound", FaultCategory.NotInstalled), (e.ErrorId, e.Category));
        Assert.Contains(_folder["greeter"], e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_is_built_static_for_Lambda()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        string program = _folder.Write("program", ElfBytes.Make(ElfBytes.Arm64));
        _folder.WriteTool("go", $"""
            echo "$GOOS $GOARCH $CGO_ENABLED $PWD $*" > '{_folder["called"]}'
            while [ "$1" != -o ]; do shift; done
            cat '{program}' > "$2"
            """);
        WorkerPackage package = await BuildAsync();
        Assert.StartsWith($"linux arm64 0 {_folder["greeter"]} build -tags lambda.norpc -trimpath", await File.ReadAllTextAsync(_folder["called"]), StringComparison.Ordinal);
        Assert.Equal(_folder["greeter/bin/lambda/greeter-arm64.zip"], package.PackagePath);
        Assert.Equal(("greeter", "provided.al2023", "bootstrap"), (package.DeploymentName, package.Runtime, package.Handler));
    }

    [Fact]
    public async Task Compiler_errors_are_shown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        _folder.WriteTool("go", "echo '# example.com/greeter' >&2; echo './main.go:3:1: undefined: x' >&2; exit 1");
        StageException e = await Assert.ThrowsAsync<StageException>(() => BuildAsync());
        Assert.Equal("WorkerBuildFailed", e.ErrorId);
        Assert.Contains("  ./main.go:3:1: undefined: x", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["greeter/bin"]));
    }

    [Fact]
    public async Task Cancelling_ends_the_tool_within_a_second()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        _folder.WriteTool("go", $"echo $$ > '{_folder["pid"]}'; sleep 60 & wait");
        using var stop = new CancellationTokenSource();
        Task<WorkerPackage> build = BuildAsync(stop.Token);
        while (!File.Exists(_folder["pid"]) || (await File.ReadAllTextAsync(_folder["pid"])).Length == 0)
        {
            await Task.Delay(10);
        }

        int pid = int.Parse(await File.ReadAllTextAsync(_folder["pid"]), System.Globalization.CultureInfo.InvariantCulture);
        await stop.CancelAsync();
        var time = System.Diagnostics.Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => build);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(1), $"It took {time.Elapsed}.");
        Assert.False(Directory.Exists($"/proc/{pid}") && !(await File.ReadAllTextAsync($"/proc/{pid}/stat")).Contains(") Z ", StringComparison.Ordinal));
    }

    private Task<WorkerPackage> BuildAsync(CancellationToken cancellationToken = default) =>
        new PackageBuilder(SilentReporter.Instance, new BuildTools($"{_folder["bin"]}")).BuildAsync(
            new PackageRequest(_folder["greeter"]) { Architecture = CpuArchitecture.Arm64 }, cancellationToken);
}
