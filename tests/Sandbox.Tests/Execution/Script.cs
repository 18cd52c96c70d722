namespace TemporalLambda.Sandbox.Tests.Execution;

/// <summary>Executable text files.</summary>
internal static class Script
{
    /// <summary>Writes one; only where there are file modes.</summary>
    internal static void Write(string path, string text)
    {
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
