using System.ComponentModel;
using System.Diagnostics;

namespace TemporalLambda.DevServer;

/// <summary>Starts a process, also one whose file was written a moment ago.</summary>
internal static class ProcessStart
{
    private const int TextFileBusy = 26;

    /// <exception cref="Win32Exception">The system can not run it.</exception>
    public static async Task<Process> StartAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return Process.Start(start)!;
            }
            catch (Win32Exception e) when (e.NativeErrorCode == TextFileBusy && !OperatingSystem.IsWindows() && attempt < 40)
            {
                // Another thread forked while the file was open for writing: its child holds it open until it has become its own program.
                await Task.Delay(25, cancellation);
            }
        }
    }
}
