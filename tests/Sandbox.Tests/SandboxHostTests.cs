using System.Net;
using System.Net.Sockets;
using TemporalLambda.Sandbox.Tests.Clients;

namespace TemporalLambda.Sandbox.Tests;

/// <summary>How the AWS side starts and ends.</summary>
public sealed class SandboxHostTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private readonly SandboxOptions _options = new()
    {
        AccessKeyId = "AKIA", SecretAccessKey = "s", DataFolder = Path.Combine(Path.GetTempPath(), "sandbox-host-" + Guid.NewGuid()),
    };

    [Fact]
    public async Task Disposing_it_ends_the_port_and_the_data_folder()
    {
        var host = await SandboxHost.StartAsync(_options, _ => new RecordingInvoker(), Cancellation);
        Assert.True(host.Endpoint.IsLoopback);
        Assert.True(Directory.Exists(_options.DataFolder));
        File.WriteAllText(Path.Combine(_options.DataFolder, "left"), "x");
        await host.DisposeAsync();
        Assert.False(Directory.Exists(_options.DataFolder));
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(host.Endpoint, Cancellation));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_that_leaves_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await Assert.ThrowsAsync<IOException>(() =>
            SandboxHost.StartAsync(_options with { Port = port }, _ => new RecordingInvoker(), Cancellation));
        Assert.False(Directory.Exists(_options.DataFolder));
    }

    [Fact]
    public async Task An_unsigned_request_is_told_so_in_XML_that_a_browser_shows()
    {
        await using var host = await SandboxHost.StartAsync(_options, _ => new RecordingInvoker(), Cancellation);
        using var http = new HttpClient();
        var answer = await http.GetAsync(host.Endpoint, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("<Code>MissingAuthenticationToken</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("x-amzn-RequestId"));
    }
}
