using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using TemporalLambda.Packaging.Checks.Elf;
using TemporalLambda.Packaging.Zipping;

namespace TemporalLambda.Packaging.Checks;

/// <summary>
/// Reads every file of a package once: hash, ELF header and size, and stops at Lambda's limit, so that a zip that unpacks to terabytes
/// costs no more than a good one.
/// </summary>
internal static class ContentScanner
{
    /// <summary>Lambda's limit for all files of a function together, unpacked: 250 MB.</summary>
    public const long MaxUnpackedBytes = 250L << 20;

    private const int ChunkLength = 1 << 17;

    public static async Task<PackageContent> ScanAsync(string source, IReadOnlyList<PackageEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            throw PackagingErrors.EmptyPackage(source);
        }

        var files = new List<ScannedFile>(entries.Count);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            long total = 0;
            foreach (PackageEntry entry in entries)
            {
                ScannedFile file = await ScanAsync(source, entry, chunk, total, cancellationToken);
                total += file.Length;
                files.Add(file);
            }
        }
        catch (InvalidDataException e)
        {
            throw PackagingErrors.DamagedZip(source, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PackagingErrors.InputNotReadable(source, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return new PackageContent(source, files);
    }

    private static async Task<ScannedFile> ScanAsync(
        string source, PackageEntry entry, byte[] chunk, long before, CancellationToken cancellationToken)
    {
        if (entry.LinkTarget is { } target)
        {
            return new ScannedFile(entry, 0, SHA256.HashData(Encoding.UTF8.GetBytes(target)), null, IsScript: false);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using Stream stream = entry.Open();
        long length = 0;
        bool isElf = false;
        bool isScript = false;
        MemoryStream? unpacked = null;
        int read;
        while ((read = await stream.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
        {
            if (length == 0)
            {
                isElf = chunk.AsSpan(0, read).StartsWith(ElfReader.Magic);
                isScript = chunk.AsSpan(0, read).StartsWith("#!"u8);
                unpacked = isElf && !stream.CanSeek ? new MemoryStream() : null;
            }

            length += read;
            if (before + length > MaxUnpackedBytes)
            {
                throw PackagingErrors.TooLarge(source, MaxUnpackedBytes);
            }

            hash.AppendData(chunk, 0, read);
            unpacked?.Write(chunk, 0, read);
        }

        return new ScannedFile(entry, length, hash.GetHashAndReset(), isElf ? ReadElf(source, entry, unpacked ?? stream) : null, isScript);
    }

    private static ElfFile ReadElf(string source, PackageEntry entry, Stream content)
    {
        try
        {
            return ElfReader.Read(content);
        }
        catch (InvalidDataException e)
        {
            throw PackagingErrors.DamagedExecutable(source, entry.Name, e);
        }
    }
}
