using System.IO.Compression;
using TemporalLambda.Packaging.Tests.Rig;
using static TemporalLambda.Packaging.Tests.Rig.Refusals;

namespace TemporalLambda.Packaging.Tests.Sources;

public sealed class ReadyZipTests : IDisposable
{
    private static readonly byte[] Program = ElfBytes.Make();
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_good_zip_is_used_as_it_is()
    {
        string zip = _folder.WriteZip("my.worker.zip", ("bootstrap", Program, ZipMaker.Executable), ("temporal.toml", ZipMaker.Text("x"), ZipMaker.Plain));
        byte[] before = await File.ReadAllBytesAsync(zip);
        PackagePlan plan = await new PackageBuilder(SilentReporter.Instance).PlanAsync(new PackageRequest(zip), default);
        Assert.Empty(plan.Changes);
        WorkerPackage package = await new PackageBuilder(SilentReporter.Instance).ApplyAsync(plan, default);
        Assert.Equal(zip, package.PackagePath);
        Assert.Equal(before, await File.ReadAllBytesAsync(zip));
        Assert.Equal(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(before)), package.PackageSha256);
        Assert.Equal(("my-worker", "provided.al2023", "bootstrap", CpuArchitecture.X64), (package.DeploymentName, package.Runtime, package.Handler, package.Architecture));
        Assert.Equal(plan.Fingerprint, package.BuildId);
        Assert.Equal(before.Length, package.PackageSize);
        Assert.Null(package.Packaging);
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task An_output_path_gets_a_copy()
    {
        string zip = _folder.WriteZip("in.zip", ("bootstrap", Program, ZipMaker.Executable));
        WorkerPackage package = await PackageAsync(new PackageRequest(zip) { OutputPath = _folder["out/copy.zip"] });
        Assert.Equal(await File.ReadAllBytesAsync(zip), await File.ReadAllBytesAsync(_folder["out/copy.zip"]));
        Assert.Equal(_folder["out/copy.zip"], package.PackagePath);
    }

    [Fact]
    public async Task A_copy_that_is_there_is_no_change_and_none_is_planned()
    {
        string zip = _folder.WriteZip("in.zip", ("bootstrap", Program, ZipMaker.Executable));
        PackageRequest request = new(zip) { OutputPath = _folder["out/copy.zip"] };
        WorkerPackage first = await PackageAsync(request);
        PackagePlan plan = await new PackageBuilder(SilentReporter.Instance).PlanAsync(request, default);
        Assert.Empty(plan.Changes);
        Assert.Equal(first with { Changes = [] }, await new PackageBuilder(SilentReporter.Instance).ApplyAsync(plan, default));
    }

    [Fact]
    public async Task A_file_that_the_function_could_not_read_makes_a_new_zip()
    {
        string zip = _folder.WriteZip("in.zip", ("bootstrap", Program, ZipMaker.Executable), ("data", [1], 0x8180));
        WorkerPackage package = await PackageAsync(new PackageRequest(zip));
        Assert.Equal(_folder["in-x86_64.zip"], package.PackagePath);
        using ZipArchive written = await ZipFile.OpenReadAsync(package.PackagePath);
        Assert.All(written.Entries, e => Assert.NotEqual(0, (e.ExternalAttributes >> 16) & 4));
    }

    [Theory]
    [InlineData("/etc/passwd", "absolute")]
    [InlineData("C:/x", "absolute")]
    [InlineData("../x", "'..'")]
    [InlineData("a/../../x", "'..'")]
    [InlineData("a\\b", "backslash")]
    public async Task A_path_out_of_the_package_is_refused(string name, string reason)
    {
        string zip = _folder.WriteZip("in.zip", ("bootstrap", Program, ZipMaker.Executable), (name, [1], ZipMaker.Plain));
        await RefusedAsync(new PackageRequest(zip), "WorkerZipPathInvalid", name, reason, zip);
    }

    [Fact]
    public async Task The_same_name_twice_is_refused()
    {
        string zip = _folder.WriteZip("in.zip", ("bootstrap", Program, ZipMaker.Executable), ("bootstrap", Program, ZipMaker.Executable));
        await RefusedAsync(new PackageRequest(zip), "WorkerZipPathTwice", "bootstrap");
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../x")]
    [InlineData("a/../../../x")]
    public async Task A_link_out_of_the_package_is_refused(string target)
    {
        string zip = _folder.WriteZip("in.zip", ("bootstrap", Program, ZipMaker.Executable), ("lib/x", ZipMaker.Text(target), ZipMaker.Link));
        await RefusedAsync(new PackageRequest(zip), "WorkerLinkLeadsOut", target);
    }

    [Fact]
    public async Task A_link_within_the_package_is_good()
    {
        string zip = _folder.WriteZip("in.zip", ("bootstrap", Program, ZipMaker.Executable), ("lib/x", ZipMaker.Text("../bootstrap"), ZipMaker.Link));
        Assert.Equal(zip, (await PackageAsync(new PackageRequest(zip))).PackagePath);
    }

    [Fact]
    public async Task More_than_250_MB_unpacked_is_refused_without_unpacking_it_all()
    {
        string zip = _folder["bomb.zip"];
        await using (ZipArchive archive = await ZipFile.OpenAsync(zip, ZipArchiveMode.Create, default))
        {
            byte[] zeros = new byte[1 << 20];
            for (int file = 0; file < 2; file++)
            {
                await using Stream entry = await archive.CreateEntry($"zeros{file}", CompressionLevel.Fastest).OpenAsync();
                for (int i = 0; i < 126; i++)
                {
                    await entry.WriteAsync(zeros);
                }
            }
        }

        long before = GC.GetTotalAllocatedBytes();
        await RefusedAsync(new PackageRequest(zip), "WorkerPackageTooLarge", "250 MB", zip);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 64 << 20);
    }

    [Fact]
    public async Task A_zip_that_is_none_is_refused()
    {
        string zip = _folder.Write("in.zip", "PK and nothing more");
        await RefusedAsync(new PackageRequest(zip), "WorkerZipDamaged", zip);
    }

    [Fact]
    public async Task A_zip_that_is_cut_off_is_refused()
    {
        string zip = _folder.WriteZip("in.zip", ("bootstrap", Program, ZipMaker.Executable));
        byte[] content = await File.ReadAllBytesAsync(zip);
        await File.WriteAllBytesAsync(zip, content[..^30]);
        await RefusedAsync(new PackageRequest(zip), "WorkerZipDamaged", zip);
    }

    [Fact]
    public async Task Another_systems_packages_name_their_runtime_and_handler()
    {
        string zip = _folder.WriteZip("in.zip", ("app/worker.py", ZipMaker.Text("def handler(): pass"), ZipMaker.Plain));
        WorkerPackage package = await PackageAsync(new PackageRequest(zip) { Runtime = "python3.13", Handler = "app.worker.handler", Architecture = CpuArchitecture.Arm64 });
        Assert.Equal(("python3.13", "app.worker.handler", CpuArchitecture.Arm64), (package.Runtime, package.Handler, package.Architecture));
    }

    [Theory]
    [InlineData("x86_64")]
    [InlineData("arm64")]
    public async Task The_packaged_Go_worker_is_good_and_its_architecture_is_found(string architecture)
    {
        string? folder = Environment.GetEnvironmentVariable("TEMPORALLAMBDA_GO_WORKER");
        Assert.SkipWhen(folder is null, "TEMPORALLAMBDA_GO_WORKER does not name the Go worker's folder.");
        string zip = Path.Combine(folder!, $"go-worker-{architecture}.zip");
        WorkerPackage package = await PackageAsync(new PackageRequest(zip));
        Assert.Equal(architecture, package.Architecture.LambdaName());
        Assert.Equal(zip, package.PackagePath);
        Assert.False(package.EndsWhenIdle);
        CpuArchitecture other = package.Architecture == CpuArchitecture.X64 ? CpuArchitecture.Arm64 : CpuArchitecture.X64;
        await RefusedAsync(new PackageRequest(zip) { Architecture = other }, "WorkerArchitectureMismatch", "bootstrap", architecture, other.LambdaName());
    }
}
