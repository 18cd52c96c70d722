using System.Diagnostics;
using TemporalLambda.Cmdlets.Errors;

namespace TemporalLambda.Cmdlets.Sandbox;

/// <summary>
/// The sandbox's process. It ends when its standard input does, so also when this process is killed: the other end of that pipe is here
/// alone.
/// </summary>
internal sealed class SandboxProcess
{
    // What the host program of .NET says when there is no runtime of the wanted version.
    private const int RuntimeMissing = 150;

    // It is gone in a fraction of this, unless the machine is very busy; then its supervisor still ends everything by itself.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    // Ctrl+C has a second.
    private static readonly TimeSpan CancelLimit = TimeSpan.FromMilliseconds(800);

    private readonly Process _process;
    private readonly LastLines _errors = new();
    private int _stopped;

    private SandboxProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => _errors.Add(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>The supervisor's id.</summary>
    public int Id => _process.Id;

    /// <summary>What it said when it was ready.</summary>
    public SandboxReady Ready { get; private set; } = null!;

    /// <summary>Starts one and waits until it is ready. When that fails or is cancelled, nothing is left of it.</summary>
    /// <param name="program">The sandbox's assembly.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StageException">It can not be started, or says why it is not ready.</exception>
    public static async Task<SandboxProcess> StartAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (!File.Exists(program))
        {
            throw CmdletErrors.SandboxProgramMissing(program);
        }

        string dotnet = DotnetHost.Find() ?? throw CmdletErrors.SandboxRuntimeMissing("There is no dotnet on PATH or in DOTNET_ROOT");
        var start = new ProcessStartInfo(dotnet)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
        };
        start.ArgumentList.Add(program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var sandbox = new SandboxProcess(Process.Start(start)!);
        try
        {
            // The system's read of a pipe does not see the token.
            string? line = await sandbox._process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(cancellationToken);
            sandbox.Ready = line is null ? throw await sandbox.EndedAsync(cancellationToken) : SandboxReady.Parse(line);
            return sandbox;
        }
        catch
        {
            await sandbox.StopAsync(CancelLimit);
            throw;
        }
    }

    /// <summary>Ends it with all that it started. Again, or when it has ended by itself, this does nothing.</summary>
    public Task StopAsync() => StopAsync(StopLimit);

    private async Task StopAsync(TimeSpan wait)
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            return;
        }

        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(wait);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It goes on ending by itself.
        }

        _process.Dispose();
    }

    private async Task<StageException> EndedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode == RuntimeMissing
            ? CmdletErrors.SandboxRuntimeMissing("The .NET on this machine is another version")
            : CmdletErrors.SandboxDied(_process.ExitCode, _errors.ToString());
    }

    /// <summary>The end of what the process wrote to standard error.</summary>
    private sealed class LastLines
    {
        private const int Kept = 5;
        private readonly Queue<string> _lines = new();

        public void Add(string? line)
        {
            lock (_lines)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    _lines.Enqueue(line.Trim());
                }

                if (_lines.Count > Kept)
                {
                    _lines.Dequeue();
                }
            }
        }

        public override string ToString()
        {
            lock (_lines)
            {
                return string.Join(" ", _lines);
            }
        }
    }
}
