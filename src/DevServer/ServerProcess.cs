using System.Diagnostics;

namespace TemporalLambda.DevServer;

/// <summary>One run of the server's executable: its process, and the last lines it wrote.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int KeptLines = 12;
    private readonly Process _process;
    private readonly StreamWriter? _log;
    private readonly Task _reading;
    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _announcement;

    private ServerProcess(Process process, StreamWriter? log, int port)
    {
        _process = process;
        _log = log;
        _announcement = $":{port}";
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, announces: true), ReadAsync(process.StandardError, announces: false));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Done once the process has written its own address, which only the one that got the port does.</summary>
    public Task Announced => _announced.Task;

    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start, int port, string? logPath, CancellationToken cancellation)
    {
        StreamWriter? log = OpenLog(logPath);
        try
        {
            Process process = await ProcessStart.StartAsync(start, cancellation);
            process.StandardInput.Close();
            return new(process, log, port);
        }
        catch
        {
            log?.Dispose();
            throw;
        }
    }

    public async Task<IReadOnlyList<string>> LastLinesAsync()
    {
        if (HasExited)
        {
            await _reading;
        }

        lock (_lastLines)
        {
            return [.. _lastLines];
        }
    }

    public Task WaitForExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself.
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }
    }

    private static StreamWriter? OpenLog(string? path)
    {
        try
        {
            return path is null ? null : new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DevServerErrors.ServerLogNotWritable(path!, e);
        }
    }

    private async Task ReadAsync(StreamReader reader, bool announces)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lastLines)
            {
                _log?.WriteLine(line);
                if (line.Length > 0)
                {
                    _lastLines.Enqueue(line.Trim());
                }

                if (_lastLines.Count > KeptLines)
                {
                    _lastLines.Dequeue();
                }
            }

            if (announces && line.Contains(_announcement, StringComparison.Ordinal))
            {
                _announced.TrySetResult();
            }
        }
    }
}
