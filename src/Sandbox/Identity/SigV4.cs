using System.Security.Cryptography;
using System.Text;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Identity;

/// <summary>AWS Signature Version 4 over a request as it came.</summary>
internal static class SigV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The signature, lower-case hexadecimal, that the owner of the secret makes for the request.</summary>
    public static string Sign(HttpMessage http, SigV4Authorization authorization, string amzDate, string secret)
    {
        string request = CanonicalRequest(http, authorization.SignedHeaders);
        string toSign = $"{Algorithm}\n{amzDate}\n{authorization.Scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string part in new[] { authorization.Date, authorization.Region, authorization.Service, "aws4_request" })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    /// <summary>The text whose hash is signed. The body's hash is computed, never believed.</summary>
    public static string CanonicalRequest(HttpMessage http, IReadOnlyList<string> signedHeaders)
    {
        var text = new StringBuilder();
        text.Append(http.Method).Append('\n').Append(CanonicalPath(http.RawPath)).Append('\n');
        text.Append(CanonicalQuery(http.RawQuery)).Append('\n');
        foreach (string name in signedHeaders)
        {
            text.Append(name).Append(':').Append(Trim(http.Header(name) ?? "")).Append('\n');
        }
        text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(Hex(SHA256.HashData(http.Body.Span)));
        return text.ToString();
    }

    // Services other than S3 sign the path encoded once more than it is sent.
    private static string CanonicalPath(string rawPath)
    {
        var segments = new List<string>();
        foreach (string segment in rawPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != "."))
        {
            if (segment != "..")
            {
                segments.Add(Uri.EscapeDataString(segment));
            }
            else if (segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
        }
        bool endsWithSlash = segments.Count > 0 && rawPath.EndsWith('/');
        return "/" + string.Join('/', segments) + (endsWithSlash ? "/" : "");
    }

    private static string CanonicalQuery(string rawQuery) => string.Join('&', FormPairs.Parse(rawQuery, plusIsSpace: false)
        .Select(pair => (Name: Uri.EscapeDataString(pair.Key), Value: Uri.EscapeDataString(pair.Value)))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Trim(string value) =>
        string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
