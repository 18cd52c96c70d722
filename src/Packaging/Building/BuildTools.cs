namespace TemporalLambda.Packaging.Building;

/// <summary>Where build tools are looked for.</summary>
/// <param name="searchPath">Folders as in PATH, which is the default.</param>
internal sealed class BuildTools(string? searchPath = null)
{
    /// <summary>The full path of a tool, or null.</summary>
    public string? Find(string tool)
    {
        string file = OperatingSystem.IsWindows() ? tool + ".exe" : tool;
        return (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
