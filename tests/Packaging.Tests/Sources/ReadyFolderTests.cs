using System.IO.Compression;
using TemporalLambda.Packaging.Tests.Rig;
using static TemporalLambda.Packaging.Tests.Rig.Refusals;

namespace TemporalLambda.Packaging.Tests.Sources;

public sealed class ReadyFolderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_zipped_beside_itself()
    {
        WritePackage("in");
        WorkerPackage package = await PackageAsync(new PackageRequest(_folder["in"]));
        Assert.Equal(_folder["in-arm64.zip"], package.PackagePath);
        using ZipArchive zip = await ZipFile.OpenReadAsync(package.PackagePath);
        Assert.Equal(["bootstrap", "data/a.txt", "data/b.txt"], zip.Entries.Select(e => e.FullName));
        Assert.Equal([0x81ED, 0x81A4, 0x81A4], zip.Entries.Select(e => (int)((uint)e.ExternalAttributes >> 16)));
        Assert.All(zip.Entries, e => Assert.Equal(new DateTime(1980, 1, 1), e.LastWriteTime.DateTime));
    }

    [Fact]
    public async Task The_same_files_give_the_same_bytes_whatever_their_times()
    {
        WritePackage("one");
        WritePackage("two");
        File.SetLastWriteTimeUtc(_folder["two/bootstrap"], new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));
        WorkerPackage one = await PackageAsync(new PackageRequest(_folder["one"]));
        WorkerPackage two = await PackageAsync(new PackageRequest(_folder["two"]));
        Assert.Equal(one.PackageSha256, two.PackageSha256);
        Assert.Equal(one.BuildId, two.BuildId);
    }

    [Fact]
    public async Task A_second_time_changes_nothing()
    {
        WritePackage("in");
        WorkerPackage first = await PackageAsync(new PackageRequest(_folder["in"]));
        DateTime written = File.GetLastWriteTimeUtc(first.PackagePath);
        WorkerPackage second = await PackageAsync(new PackageRequest(_folder["in"]));
        Assert.Equal(["Zip '" + _folder["in"] + "' to '" + first.PackagePath + "'."], first.Changes.Select(c => c.Sentence));
        Assert.Empty(second.Changes);
        Assert.Equal(written, File.GetLastWriteTimeUtc(first.PackagePath));
    }

    [Fact]
    public async Task A_zip_of_a_folder_has_the_folders_fingerprint()
    {
        WritePackage("in");
        WorkerPackage folder = await PackageAsync(new PackageRequest(_folder["in"]));
        WorkerPackage zip = await PackageAsync(new PackageRequest(folder.PackagePath));
        Assert.Equal(folder.Fingerprint, zip.Fingerprint);
        Assert.Matches("^[0-9a-f]{16}$", zip.Fingerprint);
    }

    [Fact]
    public async Task Name_content_and_execute_bit_make_the_fingerprint()
    {
        byte[] program = ElfBytes.Make();
        string[] zips =
        [
            _folder.WriteZip("1.zip", ("bootstrap", program, ZipMaker.Executable), ("a", [1], ZipMaker.Plain)),
            _folder.WriteZip("2.zip", ("bootstrap", program, ZipMaker.Executable), ("b", [1], ZipMaker.Plain)),
            _folder.WriteZip("3.zip", ("bootstrap", program, ZipMaker.Executable), ("a", [2], ZipMaker.Plain)),
            _folder.WriteZip("4.zip", ("bootstrap", program, ZipMaker.Executable), ("a", [1], ZipMaker.Executable)),
            _folder.WriteZip("5.zip", ("bootstrap", program, ZipMaker.Executable)),
        ];
        var fingerprints = new HashSet<string>();
        foreach (string zip in zips)
        {
            Assert.True(fingerprints.Add((await PackageAsync(new PackageRequest(zip))).Fingerprint));
        }
    }

    [Fact]
    public async Task One_executable_becomes_the_bootstrap()
    {
        string program = _folder.Write("worker", ElfBytes.Make());
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no execute bits here.");
        await RefusedAsync(new PackageRequest(program), "WorkerBootstrapNotExecutable", program);
        StandIns.SetMode(program, 0x1ED);
        WorkerPackage package = await PackageAsync(new PackageRequest(program) { BuildId = "v1" });
        using ZipArchive zip = await ZipFile.OpenReadAsync(package.PackagePath);
        Assert.Equal(["bootstrap"], zip.Entries.Select(e => e.FullName));
        Assert.Equal(("worker", "v1"), (package.DeploymentName, package.BuildId));
    }

    [Fact]
    public async Task A_link_out_of_the_folder_is_refused_and_one_within_it_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need privileges here.");
        WritePackage("in");
        File.CreateSymbolicLink(_folder["in/data/inside"], "../bootstrap");
        WorkerPackage package = await PackageAsync(new PackageRequest(_folder["in"]));
        using (ZipArchive zip = await ZipFile.OpenReadAsync(package.PackagePath))
        {
            Assert.Equal(0xA1FF, (int)((uint)zip.GetEntry("data/inside")!.ExternalAttributes >> 16));
        }

        File.CreateSymbolicLink(_folder["in/data/outside"], "/etc/passwd");
        await RefusedAsync(new PackageRequest(_folder["in"]), "WorkerLinkLeadsOut", "data/outside", "/etc/passwd");
    }

    [Fact]
    public async Task An_output_inside_of_the_folder_is_refused()
    {
        WritePackage("in");
        await RefusedAsync(new PackageRequest(_folder["in"]) { OutputPath = _folder["in/out.zip"] }, "WorkerOutputIsInput");
        Assert.False(File.Exists(_folder["in/out.zip"]));
    }

    [Fact]
    public async Task A_place_that_can_not_be_written_to_is_one_clear_error()
    {
        WritePackage("in");
        string blocked = _folder.Write("file", "a file and no folder");
        StageException e = await Assert.ThrowsAsync<StageException>(() => PackageAsync(new PackageRequest(_folder["in"]) { OutputPath = Path.Combine(blocked, "out.zip") }));
        Assert.Equal("WorkerOutputNotWritable", e.ErrorId);
    }

    private void WritePackage(string name)
    {
        string program = _folder.Write($"{name}/bootstrap", ElfBytes.Make(ElfBytes.Arm64));
        StandIns.SetMode(program, 0x1C0);
        _folder.Write($"{name}/data/b.txt", "b");
        _folder.Write($"{name}/data/a.txt", "a");
    }
}
