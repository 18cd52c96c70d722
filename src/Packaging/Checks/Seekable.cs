using TemporalLambda.Packaging.Zipping;

namespace TemporalLambda.Packaging.Checks;

/// <summary>Opens a package's file so that one can move in it: a file of the disk as it is, one of a zip unpacked into memory.</summary>
internal static class Seekable
{
    public static Stream Open(PackageEntry entry, long length)
    {
        Stream stream = entry.Open();
        if (stream.CanSeek)
        {
            return stream;
        }

        using (stream)
        {
            var memory = new MemoryStream((int)length);
            stream.CopyTo(memory);
            return memory;
        }
    }
}
