using System.Net;
using System.Security;
using System.Security.Cryptography;

namespace TemporalLambda.Aws.Parameters;

/// <summary>The certificate that a worker connects with, and its private key: one text in PEM, as the worker's parameter keeps it.</summary>
public static class ClientCertificate
{
    /// <summary>The parameter that keeps the certificate of a function.</summary>
    public static string ParameterName(string functionName) => $"/temporal-lambda/{functionName}/tls";

    /// <summary>Reads both from their files.</summary>
    /// <param name="certificatePath">The certificate, with its chain where it has one.</param>
    /// <param name="keyPath">The private key, without a password.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StageException">A file is not there, or holds something else.</exception>
    public static async Task<SecureString> ReadAsync(string certificatePath, string keyPath, CancellationToken cancellationToken)
    {
        string certificate = await TextAsync(certificatePath, cancellationToken), key = await TextAsync(keyPath, cancellationToken);
        if (!Has(certificate, label => label is "CERTIFICATE"))
        {
            throw AwsErrors.CertificateNotPem(certificatePath, "certificate");
        }

        if (!Has(key, label => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) && label is not "ENCRYPTED PRIVATE KEY"))
        {
            throw AwsErrors.CertificateNotPem(keyPath, "private key without a password");
        }

        SecureString pem = new NetworkCredential("", $"{certificate.Trim()}\n{key.Trim()}").SecurePassword;
        pem.MakeReadOnly();
        return pem;
    }

    private static async Task<string> TextAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AwsErrors.CertificateNotReadable(path, e.Message, e);
        }
    }

    private static bool Has(string pem, Func<string, bool> isWanted)
    {
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out PemFields block))
        {
            if (isWanted(rest[block.Label].ToString()))
            {
                return true;
            }

            rest = rest[block.Location.End..];
        }

        return false;
    }
}
