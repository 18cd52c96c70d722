using TemporalLambda.Sandbox.Lambda;
using TemporalLambda.Sandbox.Tests.Clients;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Tests.Lambda;

/// <summary>What comes out of a package, and what is not let in.</summary>
public sealed class PackageArchiveTests : IDisposable
{
    private const int File755 = 0x81ED << 16;
    private const int Link = unchecked((int)0xA1FF0000);

    private readonly string _folder = Directory.CreateTempSubdirectory("package-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Modes_folders_and_links_are_kept()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix modes.");
            return;
        }
        string target = Unpack(("bootstrap", "b", File755), ("lib/a.txt", "a", 0), ("link", "lib/a.txt", Link));
        const UnixFileMode ReadExecute = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherExecute;
        Assert.Equal(ReadExecute, File.GetUnixFileMode(Path.Combine(target, "bootstrap")) & ReadExecute);
        Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(Path.Combine(target, "lib", "a.txt")) & UnixFileMode.UserExecute);
        Assert.Equal("a", File.ReadAllText(Path.Combine(target, "link")));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a\\..\\outside")]
    [InlineData("/outside")]
    public void An_entry_outside_of_the_folder_is_refused(string name)
    {
        var error = Assert.Throws<AwsException>(() => PackageArchive.Check(Stored(TestPackage.Zip((name, "x", 0)))));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_below_a_link_is_refused()
    {
        byte[] zip = TestPackage.Zip(("link", "/tmp", Link), ("link/outside", "x", 0));
        Assert.Contains("link/outside", Assert.Throws<AwsException>(() => PackageArchive.Check(Stored(zip))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_250_MB_is_refused()
    {
        byte[] zip = TestPackage.Zip(("large", new string('x', 131072001), 0), ("larger", new string('x', 131072000), 0));
        Assert.Equal("Unzipped size must be smaller than 262144000 bytes", Assert.Throws<AwsException>(() => PackageArchive.Check(Stored(zip))).Message);
    }

    private string Unpack(params (string Name, string Content, int Attributes)[] entries)
    {
        string file = Stored(TestPackage.Zip(entries)), target = Path.Combine(_folder, "target");
        PackageArchive.Check(file);
        PackageArchive.Unpack(file, target);
        return target;
    }

    private string Stored(byte[] zip)
    {
        string file = Path.Combine(_folder, "p.zip");
        File.WriteAllBytes(file, zip);
        return file;
    }
}
