using TemporalLambda.Sandbox.Processes;

namespace TemporalLambda.Sandbox.Supervision;

/// <summary>Ends everything below this process.</summary>
internal static class ProcessTree
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Kills all descendants, stopped ones too, until there is none; also those whose parents are gone, if this process is a subreaper. One
    /// that forks meanwhile is found in the next round.
    /// </summary>
    internal static void KillDescendants()
    {
        for (var end = DateTime.UtcNow + Limit; DateTime.UtcNow < end; Thread.Sleep(5))
        {
            var left = ProcessTable.Read().Descendants(Environment.ProcessId);
            if (left.Count == 0)
            {
                return;
            }

            foreach (var process in left)
            {
                _ = Posix.Kill(process.Id, Posix.SignalKill);
            }
        }
    }

    /// <summary>Removes a folder into which a process that is ending may still write.</summary>
    internal static void RemoveFolder(string folder)
    {
        for (var attempt = 0; attempt < 5 && Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(50);
            }
        }
    }
}
