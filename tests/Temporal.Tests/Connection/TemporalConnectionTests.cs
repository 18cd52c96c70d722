using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TemporalLambda.DevServer;
using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Connection;

public class TemporalConnectionTests(Servers servers)
{
    private readonly RecordingReporter _reporter = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Connecting_tells_what_the_server_is_and_can(string version)
    {
        TemporalDevServer server = await servers.TemporalAsync(version);
        TemporalConnection connection = await OpenAsync(new() { Address = server.Address, Namespace = "default" });
        Assert.Equal((server.Address, "default", version, true, false), (
            connection.Address, connection.Namespace, connection.ServerVersion, connection.SupportsServerScaledDeployments, connection.IsCloud));
        Assert.Contains(_reporter.VerboseLines, line => line.Contains(server.Address, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_namespace_that_does_not_exist_is_named(string version)
    {
        TemporalDevServer server = await servers.TemporalAsync(version);
        StageException error = await FailsAsync(new() { Address = server.Address, Namespace = "absent" });
        Assert.Equal(("TemporalNamespaceNotFound", FaultCategory.ObjectNotFound), (error.ErrorId, error.Category));
        Assert.Contains("'absent'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_the_worker_controller_is_seen()
    {
        // The real servers tell the capability whatever their configuration says; older ones do not know it.
        await using FakeFrontend frontend = await FakeFrontend.StartAsync();
        TemporalConnection connection = await OpenAsync(new() { Address = frontend.Address });
        Assert.False(connection.SupportsServerScaledDeployments);
        StageException error = Assert.Throws<StageException>(connection.RequireWorkerController);
        Assert.Equal(("TemporalWorkerControllerMissing", FaultCategory.NotInstalled), (error.ErrorId, error.Category));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_error_that_names_the_address_and_how_to_set_it()
    {
        StageException error = await FailsAsync(new() { Address = "127.0.0.1:1" });
        Assert.Equal(("TemporalServerUnreachable", FaultCategory.ConnectionError), (error.ErrorId, error.Category));
        Assert.Contains("127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.Contains("TEMPORAL_ADDRESS", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers_ends_the_attempt_in_time()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        long started = Stopwatch.GetTimestamp();
        StageException error = await FailsAsync(new() { Address = silent.LocalEndpoint.ToString(), ConnectTimeout = TimeSpan.FromSeconds(1) });
        Assert.Equal("TemporalServerUnreachable", error.ErrorId);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Cancellation_ends_the_attempt_within_a_second()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        using CancellationTokenSource cancel = new(200);
        long started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TemporalConnection.OpenAsync(new() { Address = silent.LocalEndpoint.ToString() }, _reporter, cancel.Token));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(1.2));
    }

    [Fact]
    public async Task A_refused_API_key_is_its_own_error_and_never_shown()
    {
        using TestCertificates certificates = new();
        await using FakeFrontend frontend = await FakeFrontend.StartAsync(16, "Request unauthorized for key s3cr3t-key.", certificates.Server);
        StageException error = await FailsAsync(new() { Address = frontend.Address, ApiKey = Secret("s3cr3t-key"), TlsCaPath = certificates.CaPath });
        Assert.Equal(("TemporalApiKeyRefused", FaultCategory.AuthenticationError), (error.ErrorId, error.Category));
        Assert.Contains("Request unauthorized", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-key", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_reporter.VerboseLines, line => line.Contains("s3cr3t-key", StringComparison.Ordinal));
        Assert.Contains("Bearer s3cr3t-key", frontend.Authorizations);
    }

    [Fact]
    public async Task A_refused_client_without_a_key_is_told_what_to_give()
    {
        await using FakeFrontend frontend = await FakeFrontend.StartAsync(16, "no identity");
        Assert.Equal("TemporalIdentityRefused", (await FailsAsync(new() { Address = frontend.Address })).ErrorId);
    }

    [Fact]
    public async Task Missing_permission_is_its_own_error()
    {
        await using FakeFrontend frontend = await FakeFrontend.StartAsync(7, "not yours");
        Assert.Equal("TemporalPermissionDenied", (await FailsAsync(new() { Address = frontend.Address })).ErrorId);
    }

    [Fact]
    public async Task TLS_and_mTLS_connect_with_the_files_given()
    {
        using TestCertificates certificates = new();
        await using FakeFrontend tls = await FakeFrontend.StartAsync(certificate: certificates.Server);
        await OpenAsync(new() { Address = tls.Address, TlsCaPath = certificates.CaPath });
        await using FakeFrontend mtls = await FakeFrontend.StartAsync(certificate: certificates.Server, clientCertificates: true);
        await OpenAsync(new()
        {
            Address = mtls.Address, TlsCaPath = certificates.CaPath, TlsCertPath = certificates.ClientPath, TlsKeyPath = certificates.ClientKeyPath,
        });
    }

    [Theory]
    [InlineData("unknown authority")]
    [InlineData("wrong name")]
    [InlineData("no client certificate")]
    [InlineData("server without TLS")]
    [InlineData("expired certificate")]
    [InlineData("key of another certificate")]
    public async Task A_TLS_failure_is_its_own_error(string what)
    {
        using TestCertificates certificates = new(expired: what == "expired certificate");
        using TestCertificates others = new();
        await using FakeFrontend frontend = await FakeFrontend.StartAsync(
            certificate: what == "server without TLS" ? null : certificates.Server, clientCertificates: what == "no client certificate");
        StageException error = await FailsAsync(new()
        {
            Address = frontend.Address, TlsCaPath = what == "unknown authority" ? others.CaPath : certificates.CaPath,
            TlsServerName = what == "wrong name" ? "other.example" : null,
            TlsCertPath = what == "key of another certificate" ? certificates.ClientPath : null,
            TlsKeyPath = what == "key of another certificate" ? others.ClientKeyPath : null,
        });
        Assert.Equal("TemporalTlsFailed", error.ErrorId);
    }

    private static System.Security.SecureString Secret(string text)
    {
        System.Security.SecureString secret = new();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        return secret;
    }

    private Task<TemporalConnection> OpenAsync(TemporalOptions options) => TemporalConnection.OpenAsync(options, _reporter, Cancel);

    private Task<StageException> FailsAsync(TemporalOptions options) => Assert.ThrowsAsync<StageException>(() => OpenAsync(options));
}
