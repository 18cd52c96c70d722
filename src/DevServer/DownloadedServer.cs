using Temporalio.Testing;

namespace TemporalLambda.DevServer;

/// <summary>The Temporal CLI that Temporal's SDK downloads. The SDK downloads only to start it, so it is started once and shut down.</summary>
internal static class DownloadedServer
{
    /// <summary>The downloaded executable's path; the download happens once for each version of the SDK.</summary>
    public static async Task<string> FindAsync(CancellationToken cancellation)
    {
        string folder = Path.Combine(CacheFolder.Path(Environment.GetEnvironmentVariable), "download");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DevServerErrors.ServerCacheNotWritable(folder, e);
        }

        return Newest(folder) ?? await DownloadAsync(folder, cancellation);
    }

    private static async Task<string> DownloadAsync(string folder, CancellationToken cancellation)
    {
        Task<WorkflowEnvironment> start = WorkflowEnvironment.StartLocalAsync(new() { DownloadDirectory = folder });
        try
        {
            WorkflowEnvironment environment = await start.WaitAsync(cancellation);
            await environment.ShutdownAsync();
        }
        catch (OperationCanceledException)
        {
            // The SDK's download can not be cancelled; what it starts in the end is still ours to stop.
            _ = start.ContinueWith(late => late.Result.ShutdownAsync(), CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            throw DevServerErrors.ServerDownloadFailed(e);
        }

        return Newest(folder) ?? throw DevServerErrors.ServerDownloadFailed(null);
    }

    // The SDK names the file after itself and its version; what is still being downloaded has another ending.
    private static string? Newest(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("temporal-*")
            .Where(file => file.Extension is ".exe" || (!OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute)))
            .OrderByDescending(file => file.LastWriteTimeUtc).FirstOrDefault()?.FullName;
}
