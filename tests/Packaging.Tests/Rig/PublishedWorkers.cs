using System.Diagnostics;
using TemporalLambda.Packaging.Tests.Rig;

[assembly: AssemblyFixture(typeof(PublishedWorkers))]

namespace TemporalLambda.Packaging.Tests.Rig;

/// <summary>The small worker as it is packaged by default, from two folders: published once for all tests, as it takes its time.</summary>
public sealed class PublishedWorkers : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private Task<(WorkerPackage First, WorkerPackage Second, WorkerPackage Again)>? _packages;

    public RecordingReporter Reporter { get; } = new();

    public string FirstProject => _folder["one/Small.Worker.csproj"];

    /// <summary>From a first folder, from a second one, and from the first one again.</summary>
    public Task<(WorkerPackage First, WorkerPackage Second, WorkerPackage Again)> PackagesAsync()
    {
        lock (_folder)
        {
            return _packages ??= Task.Run(PublishAsync);
        }
    }

    /// <summary>When the first project's linked and precompiled files were last written: after the first, and after the second build.</summary>
    public (DateTime First, DateTime Again) CompiledAt { get; private set; }

    private async Task<(WorkerPackage First, WorkerPackage Second, WorkerPackage Again)> PublishAsync()
    {
        var time = Stopwatch.StartNew();
        string one = SmallWorker.WriteTo(_folder, "one");
        string two = SmallWorker.WriteTo(_folder, "a/longer/path/to/two");
        WorkerPackage first = await new PackageBuilder(Reporter).BuildAsync(new PackageRequest(one), default);
        TestContext.Current.SendDiagnosticMessage($"First publish: {time.Elapsed}");
        DateTime compiled = LastCompiled();
        time.Restart();
        WorkerPackage again = await new PackageBuilder(Reporter).BuildAsync(new PackageRequest(one), default);
        TestContext.Current.SendDiagnosticMessage($"Unchanged publish: {time.Elapsed}");
        CompiledAt = (compiled, LastCompiled());
        WorkerPackage second = await new PackageBuilder(Reporter).BuildAsync(new PackageRequest(two), default);
        return (first, second, again);
    }

    private DateTime LastCompiled() =>
        Directory.GetFiles(_folder["one/obj/lambda"], "*.dll", SearchOption.AllDirectories).Max(File.GetLastWriteTimeUtc);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_packages is not null)
        {
            await _packages.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        _folder.Dispose();
    }
}
