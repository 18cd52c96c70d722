namespace TemporalLambda.DevServer;

/// <summary>Every failure of finding, unpacking and running a Temporal server on this machine.</summary>
public static class DevServerErrors
{
    private const string WaysToAServer =
        "Install the Temporal CLI 1.7 or later (https://docs.temporal.io/cli) and name it by -TemporalCliPath, TEMPORAL_CLI_PATH or PATH.";

    /// <summary>The named executable does not exist.</summary>
    public static StageException ServerExecutableNotFound(string source, string path) => new(
        "ServerExecutableNotFound", FaultCategory.ObjectNotFound, $"{source} names '{path}', where there is no file.",
        $"Correct {source}, or leave it out to use the server that comes with this module.", path);

    /// <summary>The named file exists, but this machine can not run it.</summary>
    public static StageException ServerExecutableNotRunnable(string source, string path, string reason) => new(
        "ServerExecutableNotRunnable", FaultCategory.InvalidArgument, $"'{path}', named by {source}, can not be run: {reason.TrimEnd('.')}.",
        "Make the file executable (chmod +x), or name a Temporal CLI that was built for this machine.", path);

    /// <summary>The named file runs, but is no Temporal CLI.</summary>
    public static StageException ServerExecutableNotTemporal(string source, string path, string output) => new(
        "ServerExecutableNotTemporal", FaultCategory.InvalidArgument,
        $"'{path}', named by {source}, is no Temporal CLI: to '--version' it answers '{output}'.", WaysToAServer, path);

    /// <summary>The named executable is older than the first one with a worker controller.</summary>
    public static StageException ServerExecutableTooOld(string source, string path, string version) => new(
        "ServerExecutableTooOld", FaultCategory.InvalidArgument,
        $"'{path}', named by {source}, is {version}; serverless workers need the Temporal CLI 1.7 or later (Server 1.31 or later).",
        WaysToAServer, path);

    /// <summary>The carried, compressed server does not unpack to the bytes it was made from.</summary>
    public static StageException CarriedServerDamaged(string path, Exception? inner) => new(
        "CarriedServerDamaged", FaultCategory.InvalidData, $"The Temporal server in '{path}' is damaged: its checksum is wrong.",
        "Install the module again, or clone the repository again.", path, inner);

    /// <summary>The cache folder for the unpacked server can not be written.</summary>
    public static StageException ServerCacheNotWritable(string folder, Exception? inner) => new(
        "ServerCacheNotWritable", FaultCategory.PermissionDenied,
        $"The Temporal server can not be unpacked into '{folder}'{Because(inner)}.",
        "Make that folder writable with 200 MB free, or set XDG_CACHE_HOME to a folder that is.", folder, inner);

    /// <summary>No server was found, and the download failed.</summary>
    public static StageException ServerDownloadFailed(Exception? inner) => new(
        "ServerDownloadFailed", FaultCategory.ResourceUnavailable,
        $"There is no Temporal CLI on this machine, and its download failed{Because(inner)}.", WaysToAServer, "temporal", inner);

    /// <summary>The server process ended before it served.</summary>
    public static StageException ServerDiedAtStart(string path, int exitCode, IReadOnlyList<string> lastLines) => new(
        "ServerDiedAtStart", FaultCategory.ResourceUnavailable,
        $"The Temporal server '{path}' ended with exit code {exitCode} before it served{LastLines(lastLines)}.",
        "Correct what its last lines name; with LogPath the whole log is kept.", path);

    /// <summary>The server process runs, but does not answer.</summary>
    public static StageException ServerNotReady(string address, int seconds, IReadOnlyList<string> lastLines) => new(
        "ServerNotReady", FaultCategory.OperationTimeout,
        $"The Temporal server at {address} did not answer within {seconds} s{LastLines(lastLines)}.",
        "Start it again when the machine is less busy; with LogPath the whole log is kept.", address);

    /// <summary>The wanted port is in use.</summary>
    public static StageException ServerPortTaken(int port) => new(
        "ServerPortTaken", FaultCategory.ResourceBusy, $"Port {port} for the Temporal server is in use.",
        "Choose another port, or leave it out to get a free one.", port);

    /// <summary>The web UI was asked of a server that has none.</summary>
    public static StageException ServerWithoutWebUi(string path) => new(
        "ServerWithoutWebUi", FaultCategory.NotInstalled, $"The Temporal server '{path}' has no web UI.", WaysToAServer, path);

    /// <summary>The log file can not be opened.</summary>
    public static StageException ServerLogNotWritable(string path, Exception? inner) => new(
        "ServerLogNotWritable", FaultCategory.PermissionDenied, $"The Temporal server's log '{path}' can not be written{Because(inner)}.",
        "Choose a log file in a folder that exists and is writable.", path, inner);

    private static string Because(Exception? inner) => inner is null ? "" : $": {inner.Message.TrimEnd('.', '\n', '\r')}";

    private static string LastLines(IReadOnlyList<string> lines) =>
        lines.Count == 0 ? "" : $"; its last lines: {string.Join(" | ", lines).TrimEnd('.')}";
}
