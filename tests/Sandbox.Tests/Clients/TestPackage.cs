using System.IO.Compression;

namespace TemporalLambda.Sandbox.Tests.Clients;

/// <summary>Zips for tests.</summary>
internal static class TestPackage
{
    private const int Executable = 0x81ED << 16;

    /// <summary>A package whose functions answer the text.</summary>
    public static byte[] Answering(string json) => Zip(("bootstrap", "#!/bin/sh\n", Executable), ("answer", json, 0));

    /// <summary>A zip of entries with their external attributes.</summary>
    public static byte[] Zip(params (string Name, string Content, int Attributes)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content, attributes) in entries)
            {
                var entry = archive.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                using var writer = new StreamWriter(entry.Open());
                writer.Write(content);
            }
        }
        return stream.ToArray();
    }
}
