namespace TemporalLambda.EndToEnd.Tests.Processes;

/// <summary>
/// An executable that is one version of the server: TEMPORAL_CLI_PATH may name one that holds several and goes by
/// TEMPORAL_SERVER_VERSION, which is no variable of the CLI and so is not handed on by the sandbox.
/// </summary>
internal sealed class TemporalServerVersion : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("temporallambda-server-");

    private TemporalServerVersion(string cli, string version)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "temporal");
        File.WriteAllText(Path, $"#!/bin/sh\nTEMPORAL_SERVER_VERSION={version} exec '{cli}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Path { get; }

    public static TemporalServerVersion Of(string version)
    {
        string? cli = Environment.GetEnvironmentVariable("TEMPORAL_CLI_PATH");
        Assert.SkipWhen(string.IsNullOrEmpty(cli), "TEMPORAL_CLI_PATH names no server of several versions.");
        return new TemporalServerVersion(cli!, version);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
