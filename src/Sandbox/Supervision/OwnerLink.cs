using System.Runtime.InteropServices;
using TemporalLambda.Sandbox.Processes;

namespace TemporalLambda.Sandbox.Supervision;

/// <summary>
/// What ties a process to the one that started it: standard input, a pipe whose other end only that one holds. However it ends, the
/// system closes its end. A terminal, a file or /dev/null is no such tie.
/// </summary>
internal static class OwnerLink
{
    /// <summary>Whether standard input is a pipe or a socket.</summary>
    internal static bool Exists =>
        new FileInfo("/proc/self/fd/0").LinkTarget is { } target
        && (target.StartsWith("pipe:", StringComparison.Ordinal) || target.StartsWith("socket:", StringComparison.Ordinal));

    /// <summary>Done when the other end is closed. What comes through is ignored.</summary>
    internal static Task WaitForEndAsync()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            ReadToEnd();
            ended.SetResult();
        }) { IsBackground = true, Name = "owner" }.Start();
        return ended.Task;
    }

    private static unsafe void ReadToEnd()
    {
        var buffer = stackalloc byte[256];
        nint count;
        do
        {
            count = Posix.Read(0, buffer, 256);
        }
        while (count > 0 || (count < 0 && Marshal.GetLastPInvokeError() == Posix.Interrupted));
    }
}
