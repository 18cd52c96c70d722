using System.IO.Compression;
using TemporalLambda.Packaging.Tests.Rig;
using static TemporalLambda.Packaging.Tests.Rig.Refusals;

namespace TemporalLambda.Packaging.Tests.Including;

public sealed class IncludedFilesTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Included_files_lie_at_the_root_and_are_no_part_of_the_fingerprint()
    {
        PackageRequest request = Package();
        string settings = _folder.Write("conf/temporal.toml", "a");
        WorkerPackage without = await PackageAsync(request);
        WorkerPackage with = await PackageAsync(request with { Include = [settings] });
        Assert.Equal(without.Fingerprint, with.Fingerprint);
        Assert.NotEqual(without.PackageSha256, with.PackageSha256);
        using ZipArchive zip = await ZipFile.OpenReadAsync(with.PackagePath);
        Assert.Equal(["bootstrap", "temporal.toml"], zip.Entries.Select(e => e.FullName));
    }

    [Fact]
    public async Task A_private_key_gives_a_warning_and_can_be_read_by_the_function()
    {
        PackageRequest request = Package();
        string key = _folder.Write("client.key", "-----BEGIN EC PRIVATE KEY-----\nsecret\n");
        var reporter = new RecordingReporter();
        WorkerPackage package = await PackageAsync(request with { Include = [key] }, reporter);
        string warning = Assert.Single(reporter.Warnings);
        Assert.Contains("client.key", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", warning, StringComparison.Ordinal);
        using ZipArchive zip = await ZipFile.OpenReadAsync(package.PackagePath);
        Assert.Equal(0x81A4, (int)((uint)zip.GetEntry("client.key")!.ExternalAttributes >> 16));
    }

    [Fact]
    public async Task Settings_replace_those_of_the_package()
    {
        PackageRequest request = Package(("temporal.toml", ZipMaker.Text("old"), ZipMaker.Plain));
        WorkerPackage package = await PackageAsync(request with { Include = [_folder.Write("temporal.toml", "new")] });
        using ZipArchive zip = await ZipFile.OpenReadAsync(package.PackagePath);
        using var text = new StreamReader(await zip.GetEntry("temporal.toml")!.OpenAsync());
        Assert.Equal("new", await text.ReadToEndAsync());
    }

    [Fact]
    public async Task Code_is_not_replaced()
    {
        PackageRequest request = Package() with { Include = [_folder.Write("bootstrap", "x")] };
        StageException e = await Assert.ThrowsAsync<StageException>(() => PackageAsync(request));
        Assert.Equal("WorkerIncludeReplacesCode", e.ErrorId);
        Assert.Equal(["bootstrap", "in.zip"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public Task A_file_that_is_not_there_is_refused() =>
        RefusedAsync(Package() with { Include = [_folder["none.toml"]] }, "WorkerIncludeNotFound", "none.toml");

    [Fact]
    public Task The_same_name_twice_is_refused() =>
        RefusedAsync(Package() with { Include = [_folder.Write("a/x.pem", "1"), _folder.Write("b/x.pem", "2")] }, "WorkerIncludeTwice", "x.pem");

    private PackageRequest Package(params (string Name, byte[] Content, int Mode)[] more) =>
        new(_folder.WriteZip("in.zip", [("bootstrap", ElfBytes.Make(), ZipMaker.Executable), .. more]));
}
