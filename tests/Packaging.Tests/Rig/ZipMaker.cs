using System.IO.Compression;
using System.Text;

namespace TemporalLambda.Packaging.Tests.Rig;

/// <summary>Makes zips as careless tools do.</summary>
public static class ZipMaker
{
    public const int Executable = 0x81ED;
    public const int Plain = 0x81A4;
    public const int Link = 0xA1FF;

    public static string WriteZip(this ScratchFolder folder, string name, params (string Name, byte[] Content, int Mode)[] entries)
    {
        string file = folder[name];
        using ZipArchive zip = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach ((string entryName, byte[] content, int mode) in entries)
        {
            ZipArchiveEntry entry = zip.CreateEntry(entryName);
            entry.ExternalAttributes = mode << 16;
            using Stream stream = entry.Open();
            stream.Write(content);
        }

        return file;
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
