using System.Diagnostics;

namespace TemporalLambda.DevServer;

/// <summary>Runs an executable with <c>--version</c> and takes what it prints.</summary>
internal static class VersionQuestion
{
    // Long, because the first run of a wrapper may unpack what it wraps.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <exception cref="System.ComponentModel.Win32Exception">The system can not run it.</exception>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public static async Task<string> AskAsync(string path, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(path, ["--version"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
        };
        using Process process = await ProcessStart.StartAsync(start, cancellation);
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Limit);
        try
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(limited.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limited.Token);
            await process.WaitForExitAsync(limited.Token);
            return string.Concat(await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new TimeoutException($"It did not answer '--version' within {Limit.TotalSeconds} s.");
        }
    }
}
