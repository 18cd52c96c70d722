using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TemporalLambda.EndToEnd.Tests.Processes;

/// <summary>
/// One run of src/Shell in a session and with a temporary folder of its own, so that everything it starts and leaves can be told from
/// what others do.
/// </summary>
internal sealed partial class ShellRun : IDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _temp = Directory.CreateTempSubdirectory("temporallambda-e2e-");
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly string _mark = Guid.NewGuid().ToString("N");

    /// <param name="arguments">The script and its arguments, or -Command and a line.</param>
    /// <param name="environment">Added to the environment; null removes a variable.</param>
    public ShellRun(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        // setsid: a process group of its own, as a terminal gives one, so that Ctrl+C reaches all of it and nobody else.
        var start = new ProcessStartInfo("setsid", ["--wait", "dotnet", Repository.Shell, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["TMPDIR"] = _temp.FullName;
        start.Environment["TEMPORALLAMBDA_TEST_RUN"] = _mark;
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, e) => Add(e.Data);
        _process.ErrorDataReceived += (_, e) => Add(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _lines);

    public int ExitCode => _process.ExitCode;

    public async Task<ShellRun> WaitForExitAsync(TimeSpan? limit = null)
    {
        using var timeout = new CancellationTokenSource(limit ?? TimeSpan.FromMinutes(4));
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The script did not end. Its output:\n" + Output);
        }

        return this;
    }

    /// <summary>Waits until a line of the output holds <paramref name="text"/>.</summary>
    public async Task WaitForLineAsync(string text)
    {
        var clock = Stopwatch.StartNew();
        while (!_lines.Any(l => l.Contains(text, StringComparison.Ordinal)))
        {
            Assert.False(_process.HasExited, $"The script ended before it wrote '{text}':\n{Output}");
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(3), $"The script never wrote '{text}':\n{Output}");
            await Task.Delay(20);
        }
    }

    /// <summary>Sends a signal to the whole process group, as a terminal does.</summary>
    public void SignalGroup(int signal)
    {
        foreach (int shell in Survivors().Where(p => File.ReadAllText($"/proc/{p}/cmdline").Contains("TemporalLambda.Shell.dll", StringComparison.Ordinal)))
        {
            _ = Kill(-shell, signal);
        }
    }

    /// <summary>Sends SIGKILL to the shell's process alone, as an out-of-memory killer does.</summary>
    public void KillShell()
    {
        foreach (int shell in Survivors().Where(p => File.ReadAllText($"/proc/{p}/cmdline").Contains("TemporalLambda.Shell.dll", StringComparison.Ordinal)))
        {
            _ = Kill(shell, 9);
        }
    }

    /// <summary>Fails when a process that this run started is still there, or a file in its temporary folder, after a moment's grace.</summary>
    public async Task AssertNothingIsLeftAsync()
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(10) && (Survivors().Count > 0 || Leftovers().Length > 0))
        {
            await Task.Delay(100);
        }

        Assert.Empty(Survivors().Select(p => $"{p}: {Describe(p)}"));
        Assert.Empty(Leftovers());
    }

    public void Dispose()
    {
        foreach (int survivor in Survivors())
        {
            _ = Kill(survivor, 9);
        }

        _process.Dispose();
        _temp.Delete(recursive: true);
    }

    // Not ours: what .NET and the PowerShell engine leave behind when a process is killed, and the folder of NuGet's locks, which all
    // restores of a user share.
    private static readonly string[] NotOurs = ["clr-debug-pipe", "dotnet-diagnostic", "CoreFxPipe_PSHost", "NuGetScratch", ".dotnet"];

    private string[] Leftovers() => [.. Directory.EnumerateFileSystemEntries(_temp.FullName)
        .Where(f => !NotOurs.Any(o => Path.GetFileName(f).StartsWith(o, StringComparison.Ordinal)))];

    // Whatever was started carries the mark in its environment, however it was re-parented.
    private List<int> Survivors()
    {
        List<int> found = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "environ")).Contains(_mark, StringComparison.Ordinal))
                {
                    found.Add(int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or is another user's.
            }
        }

        return found;
    }

    private static string Describe(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "just ended";
        }
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
