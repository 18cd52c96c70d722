using System.ComponentModel;
using System.Diagnostics;

namespace TemporalLambda.Testing;

/// <summary>The Python of this machine.</summary>
internal static class Python
{
    /// <summary>Whether python3 runs and has the modules.</summary>
    public static async Task<bool> HasAsync(params string[] modules) =>
        await TryRunAsync("-c", string.Join("; ", modules.Select(m => $"import {m}"))) is not null;

    /// <summary>What a script printed, or null where it could not run.</summary>
    public static async Task<string?> TryRunAsync(params string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await Task.WhenAll(error, process.WaitForExitAsync());
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
