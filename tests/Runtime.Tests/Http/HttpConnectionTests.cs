using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TemporalLambda.Runtime.Http;

namespace TemporalLambda.Runtime.Tests.Http;

public sealed class HttpConnectionTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_refused_before_anything_is_sent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var received = ReceiveAsync(listener);
        using var connection = new HttpConnection("the peer", $"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}", isTls: true);

        var error = await Assert.ThrowsAsync<IOException>(() => connection.ExchangeAsync("POST", "/", "secret"u8.ToArray(), [], Token));

        Assert.Contains("the peer", error.Message, StringComparison.Ordinal);
        Assert.IsType<AuthenticationException>(error.InnerException);
        Assert.Empty(await received);
    }

    /// <summary>What one client sends after the handshake.</summary>
    private static async Task<byte[]> ReceiveAsync(TcpListener listener)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var socket = await listener.AcceptSocketAsync(Token);
        await using var stream = new SslStream(new NetworkStream(socket));
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            using var body = new MemoryStream();
            await stream.CopyToAsync(body, Token);
            return body.ToArray();
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return [];
        }
    }
}
