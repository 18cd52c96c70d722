using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TemporalLambda.Runtime.Secrets;

/// <summary>
/// AWS Signature Version 4 of one POST to the root of a service, as "Create a signed AWS API request" in the IAM User Guide has it. Of our
/// own, because the SDK's would be the larger part of what a cold start has to load.
/// </summary>
internal static class RequestSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The headers with what AWS asks for beside them.</summary>
    /// <param name="host">The host, with its port where that is not the scheme's own.</param>
    /// <param name="headers">The other headers; all of them are signed.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="service">The service's name in credential scopes.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<(string Name, string Value)> Sign(
        string host, IEnumerable<(string Name, string Value)> headers, byte[] body, FunctionCredentials credentials, string service, DateTimeOffset now)
    {
        string time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), day = time[..8];
        List<(string Name, string Value)> sent = [.. headers, ("X-Amz-Date", time)];
        if (credentials.SessionToken is not null)
        {
            sent.Add(("X-Amz-Security-Token", credentials.SessionToken));
        }

        var canonicalHeaders = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = host };
        foreach ((string name, string value) in sent)
        {
            canonicalHeaders[name.ToLowerInvariant()] = value.Trim();
        }

        string signed = string.Join(';', canonicalHeaders.Keys);
        string canonical = $"POST\n/\n\n{string.Concat(canonicalHeaders.Select(header => $"{header.Key}:{header.Value}\n"))}\n{signed}\n{Hash(body)}";
        string scope = $"{day}/{credentials.Region}/{service}/aws4_request";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey);
        foreach (string part in new[] { day, credentials.Region, service, "aws4_request" })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        byte[] text = Encoding.UTF8.GetBytes($"{Algorithm}\n{time}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}");
        sent.Add((
            "Authorization",
            $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={signed}, Signature={Convert.ToHexStringLower(HMACSHA256.HashData(key, text))}"));
        return sent;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
