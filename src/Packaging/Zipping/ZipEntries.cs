using System.IO.Compression;
using System.Text;

namespace TemporalLambda.Packaging.Zipping;

/// <summary>A ready zip's entries, each name judged before anything is unpacked. Disposing closes the file.</summary>
internal sealed class ZipEntries : IDisposable
{
    private const int FileTypeMask = 0xF000;
    private const int LinkType = 0xA000;
    private const int ExecuteBits = 0x49;
    private const int WorldRead = 0x4;
    private const int LongestLink = 4096;

    private readonly ZipArchive _archive;

    private ZipEntries(ZipArchive archive, IReadOnlyList<PackageEntry> files, bool needsRewriting)
    {
        _archive = archive;
        Files = files;
        NeedsRewriting = needsRewriting;
    }

    /// <summary>The files and links.</summary>
    public IReadOnlyList<PackageEntry> Files { get; }

    /// <summary>Some file could not be read by the function's user: its mode has to be mended.</summary>
    public bool NeedsRewriting { get; }

    public static ZipEntries Open(string path)
    {
        ZipArchive archive;
        try
        {
            archive = ZipFile.OpenRead(path);
            _ = archive.Entries.Count;
        }
        catch (InvalidDataException e)
        {
            throw PackagingErrors.DamagedZip(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PackagingErrors.InputNotReadable(path, e);
        }

        try
        {
            return Read(path, archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static ZipEntries Read(string path, ZipArchive archive)
    {
        var files = new List<PackageEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        bool needsRewriting = false;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (EntryNames.Problem(entry.FullName) is { } problem)
            {
                throw PackagingErrors.BadEntryName(path, entry.FullName, problem);
            }

            if (!names.Add(entry.FullName.TrimEnd('/')))
            {
                throw PackagingErrors.DuplicateEntry(path, entry.FullName);
            }

            if (entry.IsEncrypted)
            {
                throw PackagingErrors.EncryptedEntry(path, entry.FullName);
            }

            if (entry.FullName.EndsWith('/'))
            {
                continue;
            }

            int mode = (int)((uint)entry.ExternalAttributes >> 16);
            bool isLink = (mode & FileTypeMask) == LinkType;
            needsRewriting |= mode != 0 && !isLink && (mode & WorldRead) == 0;
            files.Add(new PackageEntry(
                entry.FullName, (mode & ExecuteBits) != 0 && !isLink, entry.Open, isLink ? ReadLink(path, entry) : null));
        }

        return new ZipEntries(archive, files, needsRewriting);
    }

    private static string ReadLink(string path, ZipArchiveEntry entry)
    {
        using Stream content = entry.Open();
        byte[] target = new byte[LongestLink];
        string text = Encoding.UTF8.GetString(target, 0, content.ReadAtLeast(target, target.Length, throwOnEndOfStream: false));
        return EntryNames.LeadsOut(entry.FullName, text)
            ? throw PackagingErrors.LinkLeadsOut($"{path}/{entry.FullName}", text)
            : text;
    }

    public void Dispose() => _archive.Dispose();
}
