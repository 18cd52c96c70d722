using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

[assembly: AssemblyFixture(typeof(TemporalLambda.Cmdlets.Tests.Engine.TemporalServer))]

namespace TemporalLambda.Cmdlets.Tests.Engine;

/// <summary>
/// The Temporal server that TEMPORAL_CLI_PATH names, with the fake AWS behind it; started by its first use. It runs as a bare process: what
/// src/DevServer needs would be found beside the tests before the module's own.
/// </summary>
public sealed class TemporalServer : IAsyncLifetime
{
    private readonly SemaphoreSlim _turn = new(1);
    private Process? _process;
    private string _address = "";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Its address; skips the test where there is no such server.</summary>
    public async Task<string> UseAsync(FakeAws aws)
    {
        string? path = Environment.GetEnvironmentVariable("TEMPORAL_CLI_PATH");
        Assert.SkipUnless(File.Exists(path), "TEMPORAL_CLI_PATH names no Temporal server.");
        string endpoint = await aws.UseAsync();
        await _turn.WaitAsync();
        try
        {
            if (_process is null)
            {
                await StartAsync(path!, endpoint);
            }

            return _address;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _turn.Dispose();
    }

    private async Task StartAsync(string path, string endpoint)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        IPEndPoint frontend = (IPEndPoint)listener.LocalEndpoint;
        listener.Stop();
        ProcessStartInfo start = new(path, [
            "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--port", $"{frontend.Port}", "--log-level", "never",
            "--dynamic-config-value", "workercontroller.enabled=true",
            "--dynamic-config-value", """workercontroller.compute_providers.enabled=["aws-lambda"]""",
            "--dynamic-config-value", """workercontroller.scaling_algorithms.enabled=["no-sync"]""",

            // What takes a server minutes by default: to see that a version is drained, and that its workers are gone.
            "--dynamic-config-value", "matching.wv.VersionDrainageStatusVisibilityGracePeriod=\"1s\"",
            "--dynamic-config-value", "matching.wv.VersionDrainageStatusRefreshInterval=\"1s\"",
            "--dynamic-config-value", "matching.PollerHistoryTTL=\"8s\"",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AWS_ENDPOINT_URL"] = endpoint, ["AWS_ACCESS_KEY_ID"] = FakeAws.Key, ["AWS_SECRET_ACCESS_KEY"] = FakeAws.Key,
                ["AWS_REGION"] = "eu-central-1", ["AWS_SESSION_TOKEN"] = "",
            },
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _address = $"127.0.0.1:{frontend.Port}";
        for (Stopwatch watch = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(frontend);
                return;
            }
            catch (SocketException) when (!_process.HasExited && watch.Elapsed < TimeSpan.FromSeconds(60))
            {
                // Not up yet.
            }
        }
    }
}
