using System.Diagnostics;
using System.Globalization;

namespace TemporalLambda.Benchmarks.Temporal;

/// <summary>
/// A PowerShell session that stays: a script of this folder in src/Shell, which does its work once for each line that it is given and answers
/// with a line. The work itself is timed by the script, so that neither the engine's start nor the module's counts.
/// </summary>
internal sealed class WarmSession : IDisposable
{
    private readonly Process _process;

    private WarmSession(Process process) => _process = process;

    /// <param name="script">The script's file name.</param>
    /// <param name="environment">What leads it to its servers.</param>
    /// <param name="arguments">The script's.</param>
    public static WarmSession Start(string script, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(
            "dotnet", [Repository.Shell, Path.Combine(Repository.Root, "benchmarks", "Temporal", script), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>The next line that begins with the word, without it.</summary>
    /// <exception cref="InvalidOperationException">The script ended before.</exception>
    public async Task<string> ReadAsync(string word)
    {
        List<string> others = [];
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(word + ' ', StringComparison.Ordinal))
            {
                return line[(word.Length + 1)..];
            }

            others.Add(line);
        }

        throw new InvalidOperationException($"The script ended without a line '{word}':\n{string.Join('\n', others)}");
    }

    /// <summary>Has it done once; the seconds that it took, and what else the script tells after them.</summary>
    public async Task<(double Seconds, string Told)> DoAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        string[] answer = (await ReadAsync("seconds")).Split(' ', 2);
        return (double.Parse(answer[0], CultureInfo.InvariantCulture), answer.ElementAtOrDefault(1) ?? "");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
