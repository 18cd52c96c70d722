using System.IO.Compression;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>A zip with Lambda's rules: nothing outside its folder, at most 250 MB unpacked, the modes kept.</summary>
internal static class PackageArchive
{
    /// <summary>The limit of the unpacked files together.</summary>
    public const long UnpackedLimit = 262144000;

    private const int FileTypeMask = 0xF000;
    private const int SymbolicLink = 0xA000;
    private const int LongestLink = 4096;

    // Archives made elsewhere have no modes: everyone may read then, nobody may execute, as in Lambda.
    private const UnixFileMode DefaultMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Reads the directory of the archive and refuses what Lambda would refuse.</summary>
    /// <exception cref="Wire.AwsException">InvalidParameterValueException.</exception>
    public static void Check(string zipFile)
    {
        if (new FileInfo(zipFile).Length == 0)
        {
            throw LambdaErrors.InvalidParameter("Uploaded file must be a non-empty zip");
        }
        try
        {
            using var archive = ZipFile.OpenRead(zipFile);
            if (archive.Entries.Count == 0)
            {
                throw LambdaErrors.InvalidParameter("Uploaded file must be a non-empty zip");
            }
            if (archive.Entries.Sum(entry => entry.Length) > UnpackedLimit)
            {
                throw LambdaErrors.InvalidParameter($"Unzipped size must be smaller than {UnpackedLimit} bytes");
            }
            var links = archive.Entries.Where(IsLink).Select(entry => entry.FullName.TrimEnd('/') + "/").ToList();
            string? outside = archive.Entries.Select(entry => entry.FullName)
                .FirstOrDefault(name => LeavesFolder(name) || links.Exists(link => name.StartsWith(link, StringComparison.Ordinal)));
            if (outside is not null)
            {
                throw Unreadable($" The entry {outside} is outside of the package.");
            }
        }
        catch (InvalidDataException)
        {
            throw Unreadable("");
        }
    }

    /// <summary>Unpacks a checked archive into a new folder.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or larger than its directory says.</exception>
    public static void Unpack(string zipFile, string folder)
    {
        using var archive = ZipFile.OpenRead(zipFile);
        Directory.CreateDirectory(folder);
        var links = new List<ZipArchiveEntry>();
        long left = UnpackedLimit;
        foreach (var entry in archive.Entries)
        {
            string path = Path.Combine(folder, entry.FullName);
            if (IsLink(entry))
            {
                links.Add(entry);
            }
            else if (entry.FullName.EndsWith('/'))
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                left -= WriteFile(entry, path, left);
            }
        }
        // Last, so that no file is written through a link.
        foreach (var link in links)
        {
            CreateLink(link, Path.Combine(folder, link.FullName));
        }
    }

    private static long WriteFile(ZipArchiveEntry entry, string path, long most)
    {
        var mode = (UnixFileMode)(entry.ExternalAttributes >> 16) & (UnixFileMode)0x1FF;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = (mode == UnixFileMode.None ? DefaultMode : mode) | UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var source = entry.Open();
        using var target = new FileStream(path, options);
        source.CopyTo(target);
        return target.Length <= most ? target.Length : throw new InvalidDataException("The archive is larger than its directory says.");
    }

    private static void CreateLink(ZipArchiveEntry entry, string path)
    {
        if (entry.Length is 0 or > LongestLink)
        {
            throw new InvalidDataException($"The symbolic link {entry.FullName} has no target.");
        }
        using var reader = new StreamReader(entry.Open());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, reader.ReadToEnd());
    }

    private static bool IsLink(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & FileTypeMask) == SymbolicLink;

    private static bool LeavesFolder(string name) =>
        name.StartsWith('/') || name.Contains('\0', StringComparison.Ordinal) || name.Split('/', '\\').Contains("..");

    private static Wire.AwsException Unreadable(string why) => LambdaErrors.InvalidParameter(
        "Could not unzip uploaded file. Please check your file, then try to upload again." + why);
}
