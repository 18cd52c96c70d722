using TemporalLambda.Runtime.Configuration;

namespace TemporalLambda.Runtime.Tests.Configuration;

public class CertificateBundleTests
{
    private const string AmazonLinuxBundle = "/etc/pki/tls/certs/ca-bundle.crt";

    [Theory]
    [InlineData("/given.pem", new[] { "/given.pem", AmazonLinuxBundle }, null)]
    [InlineData("/gone.pem", new[] { AmazonLinuxBundle }, AmazonLinuxBundle)]
    [InlineData("/gone.pem", new string[0], "")]
    public void A_certificate_file_that_does_not_exist_is_replaced(string named, string[] existing, string? replacement) =>
        Assert.Equal(replacement, CertificateBundle.Replacement(named, existing.Contains));
}
