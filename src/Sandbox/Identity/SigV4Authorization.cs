namespace TemporalLambda.Sandbox.Identity;

/// <summary>The Authorization header: <c>AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=..., Signature=...</c></summary>
internal sealed record SigV4Authorization(
    string AccessKeyId, string Date, string Region, string Service, IReadOnlyList<string> SignedHeaders, string Signature)
{
    /// <summary>The credential scope.</summary>
    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    /// <summary>Reads the header; null where it is not of this form.</summary>
    public static SigV4Authorization? Parse(string header)
    {
        if (!header.StartsWith(SigV4.Algorithm + " ", StringComparison.Ordinal))
        {
            return null;
        }
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in header[SigV4.Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equal = part.IndexOf('=', StringComparison.Ordinal);
            if (equal <= 0 || !parts.TryAdd(part[..equal], part[(equal + 1)..]))
            {
                return null;
            }
        }
        bool complete = parts.TryGetValue("Credential", out string? credential)
            & parts.TryGetValue("SignedHeaders", out string? headers)
            & parts.TryGetValue("Signature", out string? signature);
        return complete && credential!.Split('/') is [var key, var date, var region, var service, "aws4_request"]
            ? new SigV4Authorization(key, date, region, service, headers!.Split(';'), signature!)
            : null;
    }
}
