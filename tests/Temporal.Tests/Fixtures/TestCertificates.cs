using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TemporalLambda.Temporal.Tests.Fixtures;

/// <summary>A certificate authority with a server's certificate for 127.0.0.1 and a client's, as files where a client wants files.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("temporal-tests-").FullName;

    /// <param name="expired">The server's certificate is no longer valid.</param>
    public TestCertificates(bool expired = false)
    {
        using ECDsa caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest caRequest = new("CN=test-ca", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        caRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using X509Certificate2 ca = caRequest.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        File.WriteAllText(CaPath, ca.ExportCertificatePem());

        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        (X509Certificate2 server, ECDsa serverKey) = Issue(ca, "CN=server", names, expired);
        using (serverKey)
        using (X509Certificate2 withKey = server.CopyWithPrivateKey(serverKey))
        {
            // By way of PKCS#12, without which Windows can not use the key for TLS.
            Server = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        }

        server.Dispose();
        (X509Certificate2 client, ECDsa clientKey) = Issue(ca, "CN=client", null);
        File.WriteAllText(ClientPath, client.ExportCertificatePem());
        File.WriteAllText(ClientKeyPath, clientKey.ExportPkcs8PrivateKeyPem());
        client.Dispose();
        clientKey.Dispose();
    }

    public X509Certificate2 Server { get; }

    public string CaPath => Path.Combine(_folder, "ca.pem");

    public string ClientPath => Path.Combine(_folder, "client.pem");

    public string ClientKeyPath => Path.Combine(_folder, "client.key");

    public void Dispose()
    {
        Server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static (X509Certificate2 Certificate, ECDsa Key) Issue(X509Certificate2 ca, string subject, SubjectAlternativeNameBuilder? names, bool expired = false)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        return (request.Create(ca, ca.NotBefore, expired ? ca.NotBefore.AddMinutes(1) : ca.NotAfter, RandomNumberGenerator.GetBytes(8)), key);
    }
}
