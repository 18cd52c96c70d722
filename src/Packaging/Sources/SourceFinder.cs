using TemporalLambda.Packaging.Checks.Elf;

namespace TemporalLambda.Packaging.Sources;

/// <summary>Tells what the input is, from names and first bytes alone.</summary>
internal static class SourceFinder
{
    private static readonly string[] ProjectEndings = [".csproj", ".fsproj", ".vbproj"];
    private static readonly string[] ScriptEndings = [".py", ".js", ".mjs", ".rb", ".class"];

    public static WorkerSource Find(string path)
    {
        if (Directory.Exists(path))
        {
            return OfFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        }

        path = Path.GetFullPath(path);
        return File.Exists(path) ? OfFile(path) : throw PackagingErrors.InputNotFound(path);
    }

    private static WorkerSource OfFile(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (IsProject(path))
        {
            return new ProjectSource(path, name);
        }

        if (Path.GetFileName(path) == "go.mod")
        {
            return OfGo(Path.GetDirectoryName(path)!, path);
        }

        byte[] start = Start(path);
        if (start.AsSpan().StartsWith("PK"u8))
        {
            return new ZipSource(path, name);
        }

        if (start.AsSpan().StartsWith(ElfReader.Magic) || start.AsSpan().StartsWith("#!"u8))
        {
            string? folder = Path.GetFileName(Path.GetDirectoryName(path));
            return new ExecutableSource(path, name == "bootstrap" && !string.IsNullOrEmpty(folder) ? folder : name);
        }

        throw PackagingErrors.UnknownInput(path);
    }

    private static WorkerSource OfFolder(string folder)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PackagingErrors.InputNotReadable(folder, e);
        }

        string[] projects = [.. files.Where(IsProject).Order(StringComparer.Ordinal)];
        if (projects.Length > 1)
        {
            throw PackagingErrors.SeveralProjects(folder, [.. projects.Select(p => Path.GetFileName(p))]);
        }

        if (projects.Length == 1)
        {
            return new ProjectSource(projects[0], Path.GetFileNameWithoutExtension(projects[0]));
        }

        if (files.Any(f => f.EndsWith(".go", StringComparison.Ordinal)) || File.Exists(Path.Combine(folder, "go.mod")))
        {
            return OfGo(folder, GoModule.Find(folder) ?? throw PackagingErrors.NoGoModule(folder));
        }

        return IsPackage(files)
            ? new FolderSource(folder, Path.GetFileName(folder))
            : throw PackagingErrors.NoProject(folder, [.. WhatIsThere(folder)]);
    }

    private static GoSource OfGo(string folder, string moduleFile) => new(folder, GoModule.NameOf(folder, moduleFile));

    // A folder is a package where it holds something that Lambda could start; anything else was meant to be a project's folder.
    private static bool IsPackage(string[] files) => files.Any(f =>
        Path.GetFileName(f) == "bootstrap"
        || f.EndsWith(".runtimeconfig.json", StringComparison.Ordinal)
        || ScriptEndings.Contains(Path.GetExtension(f)));

    private static bool IsProject(string file) => ProjectEndings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> WhatIsThere(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal).Take(5);

    private static byte[] Start(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] start = new byte[4];
            return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PackagingErrors.InputNotReadable(path, e);
        }
    }
}
