using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TemporalLambda.Runtime.Connections;
using TemporalLambda.Runtime.Secrets;
using Temporalio.Client;

namespace TemporalLambda.Runtime.Tests.Secrets;

/// <summary>A client's certificate that a parameter holds with its key.</summary>
public sealed class ClientCertificateTests(FakeAws aws)
{
    private const string Parameter = "/runtime/tls";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Certificate_and_key_are_found_in_whatever_order(bool keyFirst)
    {
        using Authority authority = new();
        (string chain, string key, _) = authority.Issue("client");
        chain += authority.Pem + "\n";

        ClientCertificate found = ClientCertificate.Read(keyFirst ? $"{key}\n{chain}" : $"# ours\n{chain}{key}");

        Assert.Equal((chain, key + "\n"), (Encoding.ASCII.GetString(found.Chain), Encoding.ASCII.GetString(found.Key)));
    }

    [Theory]
    [InlineData(true, "no private key")]
    [InlineData(false, "no certificate")]
    public void What_is_missing_is_said_and_nothing_of_it_shown(bool hasCertificate, string words)
    {
        using Authority authority = new();
        (string chain, string key, _) = authority.Issue("client");

        string message = Assert.Throws<WorkerConfigurationException>(() => ClientCertificate.Read(hasCertificate ? chain : key)).Message;

        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_connection_presents_the_certificate_that_the_parameter_then_holds()
    {
        using Authority authority = new();
        (string serverChain, string serverKey, _) = authority.Issue("localhost");
        (string firstChain, string firstKey, string first) = authority.Issue("first");
        (string secondChain, string secondKey, string second) = authority.Issue("second");
        using X509Certificate2 server = X509Certificate2.CreateFromPem(serverChain, serverKey);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        SecretParameter parameter = await SecretParameters.ReadyAsync(aws, "client certificate", "TEMPORAL_TLS_PARAMETER", Parameter);
        TemporalClientConnectOptions options = new($"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}")
        {
            Tls = new() { ServerRootCACert = Encoding.ASCII.GetBytes(authority.Pem) },
        };
        KeptClient client = new(options, new ConnectionSecrets(null, parameter), TimeProvider.System, NullLogger.Instance);

        foreach ((string pem, string thumbprint) in new[] { (firstChain + firstKey, first), (secondKey + "\n" + secondChain, second) })
        {
            await SecretParameters.PutAsync(aws, Parameter, pem);
            Task<string?> presented = PresentedAsync(listener, server);

            // The listener ends the connection as soon as it has seen who is there.
            Task connecting = client.GetAsync(TimeSpan.FromSeconds(60), Token);
            Assert.Equal(thumbprint, await presented);
            await Assert.ThrowsAsync<TemporalConnectionException>(() => connecting);
        }
    }

    private static async Task<string?> PresentedAsync(TcpListener listener, X509Certificate2 server)
    {
        // On some systems a key that was never in a store can not be used by a server.
        using X509Certificate2 usable = X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null);
        using TcpClient accepted = await listener.AcceptTcpClientAsync(Token);
        await using SslStream tls = new(accepted.GetStream());
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = usable,
                ClientCertificateRequired = true,
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
            },
            Token);
        return tls.RemoteCertificate?.GetCertHashString();
    }

    /// <summary>Who both sides trust.</summary>
    private sealed class Authority : IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private readonly X509Certificate2 _certificate;

        public Authority()
        {
            CertificateRequest request = new("CN=authority", _key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
            _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        }

        public string Pem => _certificate.ExportCertificatePem();

        public (string Chain, string Key, string Thumbprint) Issue(string name)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            using X509Certificate2 issued = request.Create(_certificate, _certificate.NotBefore, _certificate.NotAfter, RandomNumberGenerator.GetBytes(8));
            return (issued.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem(), issued.Thumbprint);
        }

        public void Dispose()
        {
            _certificate.Dispose();
            _key.Dispose();
        }
    }
}
