namespace TemporalLambda.Packaging.Sources;

/// <summary>A Go module's go.mod, as far as a package's name needs it.</summary>
internal static class GoModule
{
    /// <summary>The go.mod of a folder, its own or the next one above, as Go itself looks for it.</summary>
    public static string? Find(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            string file = Path.Combine(at.FullName, "go.mod");
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>What the program in a folder of the module is called: as <c>go build</c> would call it.</summary>
    public static string NameOf(string folder, string moduleFile)
    {
        string fallback = Path.GetFileName(folder);
        if (Path.GetDirectoryName(moduleFile) != folder)
        {
            return fallback;
        }

        string? line = File.ReadLines(moduleFile).Select(l => l.Trim()).FirstOrDefault(l => l.StartsWith("module ", StringComparison.Ordinal));
        string[] parts = line is null ? [] : line["module ".Length..].Split("//")[0].Trim().Trim('"').Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool isMajorVersion = parts.Length > 1 && parts[^1].Length > 1 && parts[^1][0] == 'v' && parts[^1].AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        return parts.Length == 0 ? fallback : isMajorVersion ? parts[^2] : parts[^1];
    }
}
