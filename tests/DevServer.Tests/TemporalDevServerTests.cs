using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Temporalio.Client;

namespace TemporalLambda.DevServer.Tests;

public class TemporalDevServerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("1.32.1")]
    [InlineData("1.31.2")]
    public async Task Both_versions_serve_the_namespace_with_server_scaled_deployments_and_end_with_their_owner(string version)
    {
        ServerOptions options = new()
        {
            CliPath = Machine.NamedServer(), Namespace = "mine", LogPath = _folder.File("server.log"),
            Environment = new Dictionary<string, string?> { ["TEMPORAL_SERVER_VERSION"] = version },
        };
        TemporalDevServer server = await TemporalDevServer.StartAsync(options, Cancel);
        await using (server)
        {
            Assert.Equal("mine", server.Namespace);
            Assert.True(Version.Parse(server.ServerVersion) >= new Version(1, 31));
            Assert.SkipWhen(server.ServerVersion != version, $"TEMPORAL_CLI_PATH has only {server.ServerVersion}.");
            TemporalConnection connection = await TemporalConnection.ConnectAsync(new(server.Address));
            foreach (string name in (string[])["mine", "default"])
            {
                await connection.WorkflowService.DescribeNamespaceAsync(new() { Namespace = name });
            }

            Assert.True((await connection.WorkflowService.GetSystemInfoAsync(new())).Capabilities.ServerScaledDeployments);
        }

        Assert.Contains(server.Address, await File.ReadAllTextAsync(_folder.File("server.log"), Cancel), StringComparison.Ordinal);
        AssertEnded(server.Address);
    }

    [Fact]
    public async Task Several_carried_servers_start_at_once_each_on_its_own_port()
    {
        string path = await CarriedAsync();
        TemporalDevServer[] servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TemporalDevServer.StartAsync(new() { CliPath = path }, Cancel)));
        try
        {
            Assert.Equal(3, servers.Select(server => server.Address).Distinct().Count());
            Assert.All(servers, server => Assert.Equal(("default", CarriedServer.Version), (server.Namespace, server.ServerVersion)));
        }
        finally
        {
            await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
        }
    }

    [Fact]
    public async Task A_port_in_use_is_an_error_that_names_it()
    {
        string path = await CarriedAsync();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        StageException error = await Assert.ThrowsAsync<StageException>(() => TemporalDevServer.StartAsync(new() { CliPath = path, Port = port }, Cancel));
        Assert.Equal("ServerPortTaken", error.ErrorId);
        Assert.Contains($"{port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_free_port_that_somebody_else_took_is_tried_again()
    {
        string path = await CarriedAsync();
        string script = _folder.Script("temporal", $"""
            if [ "$1" != --version ] && [ ! -e "{_folder.File("tried")}" ]; then
                touch "{_folder.File("tried")}"
                echo "Error: can't set frontend port 1: address already in use" >&2
                exit 1
            fi
            exec "{path}" "$@"
            """);
        await using TemporalDevServer server = await TemporalDevServer.StartAsync(new() { CliPath = script }, Cancel);
        Assert.True(File.Exists(_folder.File("tried")));
    }

    [Fact]
    public async Task A_process_that_dies_at_start_is_an_error_with_its_last_lines()
    {
        string path = await CarriedAsync();
        ServerOptions options = new() { CliPath = path, DynamicConfig = new Dictionary<string, string> { ["some.key"] = "{no json" } };
        StageException error = await Assert.ThrowsAsync<StageException>(() => TemporalDevServer.StartAsync(options, Cancel));
        Assert.Equal("ServerDiedAtStart", error.ErrorId);
        Assert.Contains("some.key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_never_serves_is_an_error_and_is_ended()
    {
        Machine.NeedsShell();
        ServerOptions options = new() { CliPath = Hanging(), StartTimeout = TimeSpan.FromSeconds(1) };
        StageException error = await Assert.ThrowsAsync<StageException>(() => TemporalDevServer.StartAsync(options, Cancel));
        Assert.Equal("ServerNotReady", error.ErrorId);
        Assert.Contains("waiting for nothing", error.Message, StringComparison.Ordinal);
        await AssertProcessEndedAsync();
    }

    [Fact]
    public async Task Cancellation_ends_the_start_within_a_second_with_its_process()
    {
        Machine.NeedsShell();
        using CancellationTokenSource cancel = new();
        Task<TemporalDevServer> start = TemporalDevServer.StartAsync(new() { CliPath = Hanging() }, cancel.Token);
        while (!File.Exists(_folder.File("pid")))
        {
            await Task.Delay(20, Cancel);
        }

        long cancelled = Stopwatch.GetTimestamp();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.InRange(Stopwatch.GetElapsedTime(cancelled), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await AssertProcessEndedAsync();
    }

    [Fact]
    public async Task A_web_UI_is_refused_where_there_is_none()
    {
        string path = await CarriedAsync();
        StageException error = await Assert.ThrowsAsync<StageException>(() => TemporalDevServer.StartAsync(new() { CliPath = path, WebUiPort = 0 }, Cancel));
        Assert.Equal("ServerWithoutWebUi", error.ErrorId);
    }

    [Fact]
    public async Task A_log_that_can_not_be_written_is_an_error()
    {
        string path = await CarriedAsync();
        ServerOptions options = new() { CliPath = path, LogPath = Path.Combine(_folder.File("absent"), "server.log") };
        StageException error = await Assert.ThrowsAsync<StageException>(() => TemporalDevServer.StartAsync(options, Cancel));
        Assert.Equal("ServerLogNotWritable", error.ErrorId);
    }

    // The whole suite shares one unpacked server in the user's cache, as users do.
    private static async Task<string> CarriedAsync()
    {
        Machine.NeedsLinuxX64();
        return (await CarriedServer.FindAsync(Cancel))!.Path;
    }

    private static void AssertEnded(string address)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        Assert.Throws<SocketException>(() => socket.Connect(IPEndPoint.Parse(address)));
    }

    private string Hanging() => _folder.Script("temporal", $"""
        if [ "$1" = --version ]; then echo 'temporal version 1.9.1'; exit; fi
        echo waiting for nothing
        sleep 60 &
        echo $! > "{_folder.File("writing")}" && mv "{_folder.File("writing")}" "{_folder.File("pid")}"
        wait
        """);

    private async Task AssertProcessEndedAsync()
    {
        int id = int.Parse(await File.ReadAllTextAsync(_folder.File("pid"), Cancel), System.Globalization.CultureInfo.InvariantCulture);
        for (int i = 0; i < 50 && Running(id); i++)
        {
            await Task.Delay(20, Cancel);
        }

        Assert.False(Running(id));
    }

    // A killed process whose parent has not collected it yet is still listed.
    private static bool Running(int id) =>
        File.Exists($"/proc/{id}/stat") && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
}
