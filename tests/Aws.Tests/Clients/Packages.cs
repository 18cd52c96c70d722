using System.IO.Compression;
using System.Text;

namespace TemporalLambda.Aws.Tests.Clients;

/// <summary>Packages for functions that never run.</summary>
internal static class Packages
{
    /// <summary>A zip that only differs by its text.</summary>
    public static byte[] Zip(string text)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            ZipArchiveEntry entry = zip.CreateEntry("bootstrap");
            entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream content = entry.Open();
            content.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    /// <summary>A zip of 51 MB: what can not be compressed.</summary>
    public static byte[] Large()
    {
        byte[] content = new byte[51 * 1024 * 1024];
        new Random(1).NextBytes(content);
        using MemoryStream bytes = new(content.Length + 1024);
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("bootstrap", CompressionLevel.NoCompression).Open();
            entry.Write(content);
        }

        return bytes.ToArray();
    }
}
