namespace TemporalLambda.DevServer;

/// <summary>Where a Temporal server's executable came from.</summary>
public enum ExecutableSource
{
    /// <summary>Named by the caller.</summary>
    Parameter,

    /// <summary>Named by TEMPORAL_CLI_PATH.</summary>
    Environment,

    /// <summary><c>temporal</c> on PATH.</summary>
    Path,

    /// <summary>The server that comes with this assembly.</summary>
    Carried,

    /// <summary>What Temporal's SDK downloads.</summary>
    Download,
}

/// <summary>An executable that understands <c>server start-dev</c> and has a worker controller.</summary>
/// <param name="Path">The executable's full path.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Version">Its version.</param>
/// <param name="Note">What a person should know about the choice, for example that an older one on PATH was passed over; else null.</param>
public sealed record TemporalExecutable(string Path, ExecutableSource Source, ExecutableVersion Version, string? Note = null)
{
    /// <summary>
    /// Finds one: <paramref name="cliPath"/>, TEMPORAL_CLI_PATH, <c>temporal</c> on PATH (1.7 or later), the carried server (Linux x64),
    /// else the download of Temporal's SDK. One that is named and can not be used is an error; one on PATH is passed over with a note.
    /// </summary>
    /// <exception cref="StageException">The named one is missing, can not be run or is too old; or there is none at all.</exception>
    public static Task<TemporalExecutable> FindAsync(string? cliPath, CancellationToken cancellation) =>
        new ExecutableSearch().FindAsync(cliPath, cancellation);
}
