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
}
