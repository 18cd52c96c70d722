using TemporalLambda.Packaging.Tests.Rig;
using static TemporalLambda.Packaging.Tests.Rig.Refusals;

namespace TemporalLambda.Packaging.Tests.Checks;

public sealed class PackageCheckTests : IDisposable
{
    private static readonly byte[] Program = ElfBytes.Make();
    private static readonly byte[] Nothing = [0];
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_missing_bootstrap_is_refused() =>
        RefusedAsync(Zip(("main", Program, ZipMaker.Executable)), "WorkerBootstrapMissing", "bootstrap");

    [Fact]
    public Task A_bootstrap_in_a_subfolder_is_refused() =>
        RefusedAsync(Zip(("publish/bootstrap", Program, ZipMaker.Executable)), "WorkerBootstrapNotAtRoot", "publish/bootstrap");

    [Theory]
    [InlineData(ZipMaker.Plain)]
    [InlineData(0)]
    public Task A_bootstrap_that_is_not_executable_is_refused(int mode) =>
        RefusedAsync(Zip(("bootstrap", Program, mode)), "WorkerBootstrapNotExecutable");

    [Fact]
    public Task A_bootstrap_that_is_no_program_is_refused() =>
        RefusedAsync(Zip(("bootstrap", ZipMaker.Text("MZ"), ZipMaker.Executable)), "WorkerBootstrapNotProgram");

    [Fact]
    public async Task A_script_may_be_the_bootstrap() =>
        Assert.Equal(CpuArchitecture.X64, (await PackageAsync(Zip(("bootstrap", ZipMaker.Text("#!/bin/sh\n"), ZipMaker.Executable)))).Architecture);

    [Fact]
    public Task A_wrong_architecture_is_refused() => RefusedAsync(
        Zip(("bootstrap", ElfBytes.Make(ElfBytes.Arm64), ZipMaker.Executable)) with { Architecture = CpuArchitecture.X64 },
        "WorkerArchitectureMismatch",
        "is for arm64 and not for x86_64");

    [Fact]
    public Task A_library_of_another_architecture_is_refused() => RefusedAsync(
        Zip(("bootstrap", Program, ZipMaker.Executable), ("lib/x.so", ElfBytes.Make(ElfBytes.Arm64), ZipMaker.Plain)),
        "WorkerArchitectureMismatch",
        "lib/x.so");

    [Fact]
    public Task A_32_bit_bootstrap_is_refused()
    {
        byte[] bytes = ElfBytes.Make(3);
        bytes[4] = 1;
        return RefusedAsync(Zip(("bootstrap", bytes, ZipMaker.Executable)), "WorkerArchitectureMismatch", "32-bit x86");
    }

    [Fact]
    public Task A_bootstrap_for_musl_is_refused() => RefusedAsync(
        Zip(("bootstrap", ElfBytes.Make(ElfBytes.X64, "/lib/ld-musl-x86_64.so.1"), ZipMaker.Executable)), "WorkerLoaderUnknown", "ld-musl");

    [Fact]
    public Task A_bootstrap_that_needs_a_newer_glibc_is_refused() => RefusedAsync(
        Zip(("bootstrap", ElfBytes.Make(ElfBytes.X64, "/lib64/ld-linux-x86-64.so.2", "GLIBC_2.38"), ZipMaker.Executable)), "WorkerGlibcTooNew", "2.38", "2.34");

    [Fact]
    public async Task A_bootstrap_for_glibc_2_34_is_good() => Assert.NotNull(await PackageAsync(
        Zip(("bootstrap", ElfBytes.Make(ElfBytes.X64, "/lib64/ld-linux-x86-64.so.2", "GLIBC_2.34"), ZipMaker.Executable))));

    [Fact]
    public Task A_damaged_executable_is_refused() => RefusedAsync(
        Zip(("bootstrap", Program[..60], ZipMaker.Executable)), "WorkerExecutableDamaged", "bootstrap");

    [Fact]
    public Task A_worker_without_its_native_core_is_refused() => RefusedAsync(
        Zip(("bootstrap", Program, ZipMaker.Executable), ("Temporalio.dll", Nothing, ZipMaker.Plain)), "WorkerNativeCoreMissing", "x86_64");

    [Theory]
    [InlineData("dotnet10", "App", "WorkerHandlerNotInPackage", "App.dll")]
    [InlineData("dotnet10", "App::Type", "WorkerHandlerInvalid", "App::Type")]
    [InlineData("python3.13", "app.handler", "WorkerHandlerNotInPackage", "app.py")]
    [InlineData("python3.13", "handler", "WorkerHandlerInvalid", "handler")]
    [InlineData("nodejs22.x", "dist/index.handler", "WorkerHandlerNotInPackage", "dist/index.js")]
    [InlineData("ruby3.4", "app.handler", "WorkerHandlerNotInPackage", "app.rb")]
    [InlineData("java21", "example.Handler::run", "WorkerHandlerNotInPackage", "example/Handler.class")]
    public Task A_handler_that_is_not_in_the_package_is_refused(string runtime, string handler, string errorId, string mention) =>
        RefusedAsync(Zip(("other.txt", Nothing, ZipMaker.Plain)) with { Runtime = runtime, Handler = handler }, errorId, mention);

    [Theory]
    [InlineData("nodejs22.x", "dist/index.handler", "dist/index.mjs")]
    [InlineData("ruby3.4", "app.handler", "app.rb")]
    [InlineData("java21", "example.Handler::run", "example/Handler.class")]
    [InlineData("java21", "example.Handler", "lib/all.jar")]
    [InlineData("nodejs22.x", "/opt/nodejs/wrapper.handler", "index.js")]
    [InlineData("future1", "whatever", "x")]
    public async Task A_handler_that_is_there_is_good(string runtime, string handler, string file) =>
        Assert.NotNull(await PackageAsync(Zip((file, Nothing, ZipMaker.Plain)) with { Runtime = runtime, Handler = handler }));

    [Fact]
    public Task A_managed_runtime_without_handler_is_refused() =>
        RefusedAsync(Zip(("app.py", Nothing, ZipMaker.Plain)) with { Runtime = "python3.13" }, "WorkerHandlerNeeded", "python3.13");

    [Fact]
    public async Task A_published_dotnet_folder_tells_its_runtime_and_handler()
    {
        (string, byte[], int)[] files =
        [
            ("App.dll", Nothing, ZipMaker.Plain),
            ("App.deps.json", Nothing, ZipMaker.Plain),
            ("App.runtimeconfig.json", ZipMaker.Text("""{"runtimeOptions":{"tfm":"net10.0"}}"""), ZipMaker.Plain),
            ("Temporalio.dll", Nothing, ZipMaker.Plain),
            ("runtimes/linux-x64/native/libtemporalio_sdk_core_c_bridge.so", Program, ZipMaker.Plain),
            ("runtimes/linux-arm64/native/libtemporalio_sdk_core_c_bridge.so", ElfBytes.Make(ElfBytes.Arm64), ZipMaker.Plain),
        ];
        WorkerPackage package = await PackageAsync(Zip(files));
        Assert.Equal(("dotnet10", "App"), (package.Runtime, package.Handler));
        File.Delete(_folder["in.zip"]);
        await RefusedAsync(Zip([.. files.Where(f => f.Item1 != "App.deps.json")]), "WorkerDotNetFileMissing", "App.deps.json");
    }

    [Fact]
    public async Task Our_runtime_beside_the_program_ends_when_idle()
    {
        WorkerPackage package = await PackageAsync(Zip(
            ("bootstrap", Program, ZipMaker.Executable), ("TemporalLambda.Runtime.dll", Nothing, ZipMaker.Plain)));
        Assert.True(package.EndsWhenIdle);
    }

    [Fact]
    public async Task Our_runtime_compiled_into_the_program_ends_when_idle() => Assert.True((await PackageAsync(
        Zip(("bootstrap", [.. Program, .. ZipMaker.Text("...TemporalLambda.Runtime...")], ZipMaker.Executable)))).EndsWhenIdle);

    private PackageRequest Zip(params (string Name, byte[] Content, int Mode)[] entries) => new(_folder.WriteZip("in.zip", entries));
}
