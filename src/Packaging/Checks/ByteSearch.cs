namespace TemporalLambda.Packaging.Checks;

/// <summary>Finds bytes in files that are too large to read whole.</summary>
internal static class ByteSearch
{
    private const int WindowLength = 1 << 20;

    /// <summary>The position of the first occurrence, or -1.</summary>
    public static long Find(Stream stream, ReadOnlySpan<byte> wanted)
    {
        byte[] window = new byte[WindowLength];
        int kept = 0;
        long start = 0;
        stream.Position = 0;
        while (true)
        {
            int read = stream.ReadAtLeast(window.AsSpan(kept), window.Length - kept, throwOnEndOfStream: false);
            int found = window.AsSpan(0, kept + read).IndexOf(wanted);
            if (found >= 0)
            {
                return start + found;
            }

            if (kept + read < window.Length)
            {
                return -1;
            }

            int keep = wanted.Length - 1;
            window.AsSpan(window.Length - keep).CopyTo(window);
            start += window.Length - keep;
            kept = keep;
        }
    }
}
