using TemporalLambda.Packaging.Checks;
using TemporalLambda.Packaging.Zipping;

namespace TemporalLambda.Packaging.Including;

/// <summary>
/// What -Include puts beside the code: settings and certificates. They are no part of the fingerprint, so that a new certificate is no
/// new build; for the same reason they may replace such files in the package, and nothing else.
/// </summary>
internal static class IncludedFiles
{
    private static readonly string[] Replaceable = [".toml", ".pem", ".key", ".crt", ".cer"];

    /// <summary>Checks that the files are there, and warns about a private key.</summary>
    public static IReadOnlyList<PackageEntry> Read(IReadOnlyList<string> paths, IStageReporter reporter)
    {
        var entries = new List<PackageEntry>(paths.Count);
        foreach (string path in paths)
        {
            string name = Path.GetFileName(path);
            if (Directory.Exists(path) || !File.Exists(path))
            {
                throw PackagingErrors.IncludeNotFound(path);
            }

            if (entries.Any(e => e.Name == name))
            {
                throw PackagingErrors.IncludedTwice(name);
            }

            if (IsPrivateKey(path))
            {
                // Lambda unpacks as another user than the function's and keeps the modes: 0600 could not be read. So the file is 0644
                // there, and whoever may call lambda:GetFunction (Temporal's server among them) can download it.
                reporter.Warning($"'{name}' holds a private key: everyone who may call lambda:GetFunction on the function can download it "
                    + "with the package. Give it a certificate of its own, and restrict that permission.");
            }

            entries.Add(FolderEntries.OfFile(name, path, isExecutable: false));
        }

        return entries;
    }

    /// <summary>The package's files with the included ones added.</summary>
    public static IReadOnlyList<PackageEntry> Add(PackageContent content, IReadOnlyList<PackageEntry> included, IStageReporter reporter)
    {
        var entries = content.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
        long size = content.UnpackedSize;
        foreach (PackageEntry entry in included)
        {
            if (entries.ContainsKey(entry.Name))
            {
                if (!Replaceable.Contains(Path.GetExtension(entry.Name), StringComparer.OrdinalIgnoreCase))
                {
                    throw PackagingErrors.IncludeReplacesCode(entry.Name, content.Source);
                }

                reporter.Verbose($"The included '{entry.Name}' replaces the one of the package.");
            }

            entries[entry.Name] = entry;
            using Stream file = entry.Open();
            size += file.Length;
        }

        if (size > ContentScanner.MaxUnpackedBytes)
        {
            throw PackagingErrors.TooLarge(content.Source, ContentScanner.MaxUnpackedBytes);
        }

        return [.. entries.Values];
    }

    private static bool IsPrivateKey(string path)
    {
        const int longest = 1 << 16;
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] start = new byte[(int)Math.Min(file.Length, longest)];
            file.ReadExactly(start);
            return start.AsSpan().IndexOf("PRIVATE KEY-----"u8) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PackagingErrors.InputNotReadable(path, e);
        }
    }
}
