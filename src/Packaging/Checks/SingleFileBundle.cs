using System.Text;

namespace TemporalLambda.Packaging.Checks;

/// <summary>
/// What lies in a .NET single-file executable. The host's header is found by the signature that .NET's bundler looks for (SHA-256 of
/// ".net core bundle"); the offset of the manifest stands in the eight bytes before it.
/// </summary>
internal static class SingleFileBundle
{
    private const int MostFiles = 10_000;

    private static ReadOnlySpan<byte> Signature =>
    [
        0x8B, 0x12, 0x02, 0xB9, 0x6A, 0x61, 0x20, 0x38, 0x72, 0x7B, 0x93, 0x02, 0x14, 0xD7, 0xA0, 0x32,
        0x13, 0xF5, 0xB9, 0xE6, 0xEF, 0xAE, 0x33, 0x18, 0xEE, 0x3B, 0x2D, 0xCE, 0x24, 0xB3, 0x6A, 0xAE,
    ];

    /// <summary>The names of the files inside, or none where it is another kind of executable.</summary>
    public static IReadOnlySet<string> Files(Stream executable)
    {
        long signature = ByteSearch.Find(executable, Signature);
        if (signature < 8)
        {
            return new HashSet<string>();
        }

        using var reader = new BinaryReader(executable, Encoding.UTF8, leaveOpen: true);
        executable.Position = signature - 8;
        long manifest = reader.ReadInt64();
        if (manifest <= 0 || manifest >= executable.Length)
        {
            return new HashSet<string>();
        }

        try
        {
            executable.Position = manifest;
            return ReadManifest(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The single-file bundle is cut off.", e);
        }
    }

    private static HashSet<string> ReadManifest(BinaryReader reader)
    {
        uint majorVersion = reader.ReadUInt32();
        _ = reader.ReadUInt32();
        int count = reader.ReadInt32();
        _ = reader.ReadString();
        if (majorVersion >= 2)
        {
            // Where deps.json and runtimeconfig.json lie (offset and size each), and flags.
            reader.BaseStream.Position += 5 * sizeof(long);
        }

        if (count is < 0 or > MostFiles)
        {
            throw new InvalidDataException("The single-file bundle's manifest is damaged.");
        }

        var files = new HashSet<string>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            // Offset and size, from version 6 on also the compressed size, then the file's kind.
            reader.BaseStream.Position += (majorVersion >= 6 ? 3 : 2) * sizeof(long) + 1;
            files.Add(reader.ReadString());
        }

        return files;
    }
}
