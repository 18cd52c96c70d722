using System.ComponentModel;

namespace TemporalLambda.DevServer;

/// <summary>The search of <see cref="TemporalExecutable.FindAsync"/>. What it asks of the machine are delegates with real defaults.</summary>
internal sealed class ExecutableSearch
{
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Unpacks the carried server; null on a machine that can not run it.</summary>
    public Func<CancellationToken, Task<TemporalExecutable?>> Carried { get; init; } = CarriedServer.FindAsync;

    public Func<CancellationToken, Task<string>> Download { get; init; } = DownloadedServer.FindAsync;

    public async Task<TemporalExecutable> FindAsync(string? cliPath, CancellationToken cancellation)
    {
        if (!string.IsNullOrEmpty(cliPath))
        {
            return await NamedAsync("-TemporalCliPath", cliPath, ExecutableSource.Parameter, cancellation);
        }

        if (Variable("TEMPORAL_CLI_PATH") is { Length: > 0 } named)
        {
            return await NamedAsync("TEMPORAL_CLI_PATH", named, ExecutableSource.Environment, cancellation);
        }

        string? note = null;
        if (OnPath() is { } onPath)
        {
            try
            {
                return await NamedAsync("PATH", onPath, ExecutableSource.Path, cancellation);
            }
            catch (StageException unusable)
            {
                note = $"Passed over: {unusable.Message}";
            }
        }

        if (await Carried(cancellation) is { } carried)
        {
            return carried with { Note = note };
        }

        string downloaded = await Download(cancellation);
        return await NamedAsync("the download of Temporal's SDK", downloaded, ExecutableSource.Download, cancellation) with { Note = note };
    }

    private static async Task<TemporalExecutable> NamedAsync(
        string name, string path, ExecutableSource source, CancellationToken cancellation)
    {
        path = Path.GetFullPath(path);
        if (!File.Exists(path))
        {
            throw DevServerErrors.ServerExecutableNotFound(name, path);
        }

        string output;
        try
        {
            output = await VersionQuestion.AskAsync(path, cancellation);
        }
        catch (Exception e) when (e is Win32Exception or TimeoutException)
        {
            throw DevServerErrors.ServerExecutableNotRunnable(name, path, e.Message);
        }

        ExecutableVersion version = ExecutableVersion.Parse(output)
            ?? throw DevServerErrors.ServerExecutableNotTemporal(name, path, FirstLine(output));
        return version.HasWorkerController
            ? new(path, source, version)
            : throw DevServerErrors.ServerExecutableTooOld(name, path, version.ToString());
    }

    private string? OnPath()
    {
        string file = OperatingSystem.IsWindows() ? "temporal.exe" : "temporal";
        return (Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    private static string FirstLine(string output)
    {
        string line = output.Trim().Split('\n')[0].TrimEnd();
        return line.Length > 200 ? line[..200] + "…" : line;
    }
}
