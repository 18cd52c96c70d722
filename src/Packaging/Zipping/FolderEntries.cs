namespace TemporalLambda.Packaging.Zipping;

/// <summary>The files below a folder as a package's entries. Empty folders are no content.</summary>
internal static class FolderEntries
{
    public static IReadOnlyList<PackageEntry> Read(string folder)
    {
        var entries = new List<PackageEntry>();
        try
        {
            Add(new DirectoryInfo(folder), string.Empty, entries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PackagingErrors.InputNotReadable(folder, e);
        }

        return entries;
    }

    private static void Add(DirectoryInfo folder, string prefix, List<PackageEntry> entries)
    {
        foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos())
        {
            string name = prefix + item.Name;
            if (item.LinkTarget is { } target)
            {
                target = OperatingSystem.IsWindows() ? target.Replace('\\', '/') : target;
                if (EntryNames.LeadsOut(name, target))
                {
                    throw PackagingErrors.LinkLeadsOut(name, target);
                }

                entries.Add(new PackageEntry(name, IsExecutable: false, () => throw new InvalidOperationException("A link has no content."), target));
            }
            else if (item is DirectoryInfo child)
            {
                Add(child, name + "/", entries);
            }
            else
            {
                entries.Add(OfFile(name, item.FullName, IsExecutable(name, item)));
            }
        }
    }

    /// <summary>One file of the disk under a name of its own.</summary>
    public static PackageEntry OfFile(string name, string path, bool isExecutable) =>
        new(name, isExecutable, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan));

    /// <summary>The execute bit, or on Windows, which has none, whether it is the one file that must have it.</summary>
    public static bool IsExecutable(string name, FileSystemInfo file) => OperatingSystem.IsWindows()
        ? name == "bootstrap"
        : (file.UnixFileMode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
