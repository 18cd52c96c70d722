using System.Diagnostics;
using TemporalLambda.DevServer;
using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Faults;

public class BrokenConnectionTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task TLS_and_mTLS_before_the_real_server_carry_every_call(string version)
    {
        TemporalDevServer server = await servers.TemporalAsync(version);
        using TestCertificates certificates = new();
        foreach (bool mutual in (bool[])[false, true])
        {
            await using FaultFrontend frontend = await FaultFrontend.StartAsync(server.Address, certificates.Server, mutual);
            TemporalConnection connection = await TemporalConnection.OpenAsync(
                new()
                {
                    Address = frontend.Address, Namespace = "default", TlsCaPath = certificates.CaPath,
                    TlsCertPath = mutual ? certificates.ClientPath : null, TlsKeyPath = mutual ? certificates.ClientKeyPath : null,
                },
                SilentReporter.Instance, Cancel);
            Assert.Equal(version, connection.ServerVersion);
            Assert.False((await VersionState.ReadAsync(connection, "absent", "1", Cancel)).Exists);
        }
    }

    [Fact]
    public async Task Ctrl_C_ends_a_call_that_nobody_answers_within_a_second()
    {
        TemporalDevServer server = await servers.TemporalAsync("1.32.1");
        await using FaultFrontend frontend = await FaultFrontend.StartAsync(server.Address);
        TemporalConnection connection = await ConnectAsync(frontend.Address);
        frontend.Planned = (Fault.Hang, frontend.Calls + 1);
        using CancellationTokenSource stop = new();
        Task<VersionState> asking = VersionState.ReadVersionAsync(connection, "absent", "1", stop.Token);
        while (frontend.Met is null)
        {
            await Task.Delay(20, Cancel);
        }

        long stopped = Stopwatch.GetTimestamp();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.InRange(Stopwatch.GetElapsedTime(stopped), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_server_that_went_away_is_one_clear_error()
    {
        TemporalDevServer server = await servers.TemporalAsync("1.32.1");
        FaultFrontend frontend = await FaultFrontend.StartAsync(server.Address);
        TemporalConnection connection = await ConnectAsync(frontend.Address);
        await frontend.DisposeAsync();
        StageException error = await Assert.ThrowsAsync<StageException>(() => VersionState.ReadVersionAsync(connection, "absent", "1", Cancel));
        Assert.Equal(("TemporalConnectionLost", FaultCategory.ConnectionError), (error.ErrorId, error.Category));
        Assert.Contains("goes on where it stopped", error.Recommendation, StringComparison.Ordinal);
    }

    private static Task<TemporalConnection> ConnectAsync(string address) =>
        TemporalConnection.OpenAsync(new() { Address = address, Namespace = "default" }, SilentReporter.Instance, Cancel);
}
