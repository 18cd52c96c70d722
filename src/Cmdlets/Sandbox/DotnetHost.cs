namespace TemporalLambda.Cmdlets.Sandbox;

/// <summary>Finds the <c>dotnet</c> that runs the sandbox: PowerShell brings a runtime, but no program that starts others.</summary>
internal static class DotnetHost
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>Its full path, or null.</summary>
    public static string? Find()
    {
        string? given = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH");
        IEnumerable<string> candidates = Folders().Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, Name));
        return candidates.Prepend(given ?? "").FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> Folders() =>
    [
        Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "",
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet"),
        "/usr/share/dotnet",
        "/usr/lib/dotnet",
        "/usr/local/share/dotnet",
    ];
}
