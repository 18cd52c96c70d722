using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace TemporalLambda.Packaging.Zipping;

/// <summary>Writes a zip whose bytes depend on its files' names, contents and execute bits alone.</summary>
internal static class DeterministicZip
{
    // The earliest time that a zip can hold.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const uint DirectoryEntry = 0x02014B50;

    public static async Task WriteAsync(Stream output, IEnumerable<PackageEntry> entries, CancellationToken cancellationToken)
    {
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (PackageEntry entry in entries.OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                ZipArchiveEntry target = archive.CreateEntry(entry.Name, CompressionLevel.Optimal);
                target.LastWriteTime = Epoch;
                target.ExternalAttributes = entry.UnixMode << 16;
                await using Stream to = target.Open();
                await using Stream from = entry.LinkTarget is { } link ? new MemoryStream(Encoding.UTF8.GetBytes(link)) : entry.Open();
                await from.CopyToAsync(to, 1 << 20, cancellationToken);
            }
        }

        SayMadeOnUnix(output);
    }

    /// <summary>
    /// .NET notes the system that it runs on in each directory entry; unless that is Unix, unpackers ignore the modes. So it is set here,
    /// which also makes the bytes the same on every system.
    /// </summary>
    private static void SayMadeOnUnix(Stream output)
    {
        const int endLength = 22;
        const int headerLength = 46;
        const byte unix = 3;
        Span<byte> end = stackalloc byte[endLength];
        output.Position = output.Length - endLength;
        output.ReadExactly(end);
        long position = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        Span<byte> header = stackalloc byte[headerLength];
        while (true)
        {
            output.Position = position;
            if (output.ReadAtLeast(header, headerLength, throwOnEndOfStream: false) < headerLength
                || BinaryPrimitives.ReadUInt32LittleEndian(header) != DirectoryEntry)
            {
                break;
            }

            output.Position = position + 5;
            output.WriteByte(unix);
            position += headerLength
                + BinaryPrimitives.ReadUInt16LittleEndian(header[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        }

        output.Position = output.Length;
    }
}
