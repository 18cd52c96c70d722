namespace TemporalLambda.DevServer;

/// <summary>The user's cache folder for servers: $XDG_CACHE_HOME/temporal-lambda, or where the system keeps such files.</summary>
internal static class CacheFolder
{
    public static string Path(Func<string, string?> variable)
    {
        // A relative XDG_CACHE_HOME is to be ignored, by its own specification.
        string? root = variable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(root) || !System.IO.Path.IsPathRooted(root))
        {
            root = OperatingSystem.IsLinux() && variable("HOME") is { Length: > 0 } home
                ? System.IO.Path.Combine(home, ".cache")
                : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        }

        return System.IO.Path.Combine(root, "temporal-lambda");
    }
}
