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

    /// <summary>Adds what AWS asks for to a request whose other headers are set.</summary>
    /// <param name="request">The request; its headers and its host are signed.</param>
    /// <param name="body">Its body.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="service">The service's name in credential scopes.</param>
    /// <param name="now">The time.</param>
    public static void Sign(HttpRequestMessage request, byte[] body, FunctionCredentials credentials, string service, DateTimeOffset now)
    {
        string time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), day = time[..8];
        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        if (credentials.SessionToken is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", credentials.SessionToken);
        }

        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.RequestUri!.Authority };
        foreach (var header in request.Headers.Concat(request.Content!.Headers.Where(header => header.Key == "Content-Type")))
        {
            headers[header.Key.ToLowerInvariant()] = string.Join(',', header.Value).Trim();
        }

        string signed = string.Join(';', headers.Keys);
        string canonical = $"POST\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{signed}\n{Hash(body)}";
        string scope = $"{day}/{credentials.Region}/{service}/aws4_request";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey);
        foreach (string part in new[] { day, credentials.Region, service, "aws4_request" })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        byte[] text = Encoding.UTF8.GetBytes($"{Algorithm}\n{time}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={signed}, Signature={Convert.ToHexStringLower(HMACSHA256.HashData(key, text))}");
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
