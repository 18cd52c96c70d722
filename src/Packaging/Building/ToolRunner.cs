using System.ComponentModel;
using System.Diagnostics;

namespace TemporalLambda.Packaging.Building;

/// <summary>What a tool printed and how it ended.</summary>
internal sealed record ToolResult(int ExitCode, IReadOnlyList<string> Lines);

/// <summary>Runs a build tool, and ends it with everything that it started when the caller no longer wants it.</summary>
internal static class ToolRunner
{
    // Set by the .NET host for itself; a tool of another SDK version below it would load the wrong files.
    private static readonly string[] NotInherited = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly"];

    private static readonly TimeSpan MaxWaitAfterKill = TimeSpan.FromMilliseconds(500);

    /// <exception cref="Win32Exception">The tool could not be started.</exception>
    public static async Task<ToolResult> RunAsync(
        string tool,
        IEnumerable<string> arguments,
        string workingDirectory,
        IReadOnlyDictionary<string, string> environment,
        Action<string>? onLine,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string name in NotInherited)
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        var lines = new List<string>();
        void Take(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (lines)
            {
                lines.Add(line);
            }

            onLine?.Invoke(line);
        }

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), Task.Delay(MaxWaitAfterKill, CancellationToken.None));
            throw;
        }

        return new ToolResult(process.ExitCode, lines);
    }
}
