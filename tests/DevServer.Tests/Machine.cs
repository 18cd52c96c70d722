using System.Runtime.InteropServices;

namespace TemporalLambda.DevServer.Tests;

/// <summary>What this machine has; a test that needs more is skipped with the reason.</summary>
public static class Machine
{
    public static void NeedsLinuxX64() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "The carried server is for Linux x64.");

    public static void NeedsShell() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Stand-ins for executables are shell scripts.");

    /// <summary>The server that the machine's owner names: TEMPORAL_CLI_PATH, or the shared tools' wrapper around several versions.</summary>
    public static string NamedServer()
    {
        string? path = Environment.GetEnvironmentVariable("TEMPORAL_CLI_PATH");
        string? tools = Environment.GetEnvironmentVariable("TEMPORALLAMBDA_SHARED_TOOLS");
        path = string.IsNullOrEmpty(path) && !string.IsNullOrEmpty(tools) ? Path.Combine(tools, "temporal", "temporal") : path;
        Assert.SkipUnless(File.Exists(path), "Neither TEMPORAL_CLI_PATH nor TEMPORALLAMBDA_SHARED_TOOLS names a Temporal server.");
        return path!;
    }
}
