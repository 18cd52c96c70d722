using System.ComponentModel;
using System.Net;
using System.Net.Sockets;

namespace TemporalLambda.DevServer;

/// <summary>A Temporal server of this process's own: on loopback, in memory, with its worker controller on. Disposing it ends it.</summary>
public sealed class TemporalDevServer : IAsyncDisposable
{
    private const int PortAttempts = 5;
    private readonly ServerProcess _process;

    private TemporalDevServer(ServerProcess process, TemporalExecutable executable, ServerOptions options, int port, int? webUiPort, string version)
    {
        _process = process;
        Executable = executable;
        Namespace = options.Namespace;
        Address = $"127.0.0.1:{port}";
        WebUiAddress = webUiPort is null ? null : new($"http://127.0.0.1:{webUiPort}");
        ServerVersion = version;
    }

    /// <summary>Host and port of the frontend.</summary>
    public string Address { get; }

    /// <summary>The namespace that was asked for.</summary>
    public string Namespace { get; }

    /// <summary>The web UI, where it was asked for.</summary>
    public Uri? WebUiAddress { get; }

    /// <summary>The server process's id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The server's version, for example 1.32.1.</summary>
    public string ServerVersion { get; }

    /// <summary>The executable it was started from.</summary>
    public TemporalExecutable Executable { get; }

    /// <summary>Starts a server and waits until its frontend answers and the namespace is there.</summary>
    /// <exception cref="StageException">There is no executable that can be used, or the server does not come up.</exception>
    public static async Task<TemporalDevServer> StartAsync(ServerOptions options, CancellationToken cancellation)
    {
        TemporalExecutable executable = await TemporalExecutable.FindAsync(options.CliPath, cancellation);
        if (options.WebUiPort is not null && !executable.Version.HasWebUi)
        {
            throw DevServerErrors.ServerWithoutWebUi(executable.Path);
        }

        for (int attempt = 1; ; attempt++)
        {
            if (await TryStartAsync(executable, options, attempt == PortAttempts, cancellation) is { } server)
            {
                return server;
            }
        }
    }

    /// <summary>Ends the server's process and all that it started.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // Null when somebody else took the free port between the question and the start.
    private static async Task<TemporalDevServer?> TryStartAsync(
        TemporalExecutable executable, ServerOptions options, bool lastAttempt, CancellationToken cancellation)
    {
        int port = options.Port ?? FreePort();
        int? webUiPort = options.WebUiPort is 0 ? FreePort() : options.WebUiPort;
        ServerProcess process;
        try
        {
            process = await ServerProcess.StartAsync(
                ServerCommandLine.For(executable.Path, options, port, webUiPort), port, options.LogPath, cancellation);
        }
        catch (Win32Exception e)
        {
            throw DevServerErrors.ServerExecutableNotRunnable($"{executable.Source}", executable.Path, e.Message);
        }

        try
        {
            string version = await ServerReadiness.WaitAsync(process, $"127.0.0.1:{port}", options, executable.Path, cancellation);
            return new(process, executable, options, port, webUiPort, version);
        }
        catch (StageException) when (process.HasExited)
        {
            bool taken = await PortWasTakenAsync(process);
            await process.DisposeAsync();
            if (taken && options.Port is { } wanted)
            {
                throw DevServerErrors.ServerPortTaken(wanted);
            }

            if (taken && !lastAttempt)
            {
                return null;
            }

            throw;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> PortWasTakenAsync(ServerProcess process) =>
        (await process.LastLinesAsync()).Any(line =>
            line.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
            || line.Contains("can't set frontend port", StringComparison.OrdinalIgnoreCase)
            || line.Contains("Only one usage of each socket address", StringComparison.OrdinalIgnoreCase));

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
