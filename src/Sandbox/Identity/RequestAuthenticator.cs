using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Identity;

/// <summary>Finds out whose request it is, and refuses as AWS does.</summary>
internal sealed class RequestAuthenticator(AccessKeys keys, string region, TimeProvider time)
{
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>The request with its caller.</summary>
    /// <exception cref="AwsException">It is not signed, or not rightly.</exception>
    public AwsRequest Authenticate(HttpMessage http, string requestId)
    {
        string header = http.Header("Authorization")
            ?? throw new AuthenticationFault("MissingAuthenticationToken", "Request is missing Authentication Token")
                .In(Services.GuessProtocol(http));
        var authorization = SigV4Authorization.Parse(header)
            ?? throw new AuthenticationFault("IncompleteSignature", "Authorization header is not in the form of AWS4-HMAC-SHA256.")
                .In(Services.GuessProtocol(http));
        var protocol = Services.ProtocolOf(authorization.Service);
        var key = Identify(authorization.AccessKeyId, http.Header("X-Amz-Security-Token"))
            ?? throw new AuthenticationFault("InvalidClientTokenId", "The security token included in the request is invalid.").In(protocol);
        var fault = Fault(http, authorization, key);
        return fault is null ? new AwsRequest(requestId, authorization.Service, http, key.Caller) : throw fault.In(protocol);
    }

    private AccessKey? Identify(string accessKeyId, string? token)
    {
        var key = keys.Find(accessKeyId);
        return key is not null && key.SessionToken == (string.IsNullOrEmpty(token) ? null : token) ? key : null;
    }

    private AuthenticationFault? Fault(HttpMessage http, SigV4Authorization authorization, AccessKey key)
    {
        string? amzDate = http.Header("X-Amz-Date");
        if (!DateTimeOffset.TryParseExact(amzDate, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            || !amzDate.StartsWith(authorization.Date, StringComparison.Ordinal))
        {
            return new("IncompleteSignature", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.");
        }
        return UnsignedHeader(http, authorization) is { } unsigned
            ? new("SignatureDoesNotMatch", $"'{unsigned}' must be a 'SignedHeader' in the AWS Authorization.")
            : ScopeFault(authorization) ?? SkewFault(date) ?? SignatureFault(http, authorization, amzDate, key)
            ?? (key.Expiration <= time.GetUtcNow() ? new("ExpiredToken", "The security token included in the request is expired") : null);
    }

    private static string? UnsignedHeader(HttpMessage http, SigV4Authorization authorization) => http.Headers.Keys
        .FirstOrDefault(name => (name.Equals("Host", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
            && !authorization.SignedHeaders.Contains(name.ToLowerInvariant()));

    // IAM is global, and STS has a global endpoint: both are signed for other regions too.
    private AuthenticationFault? ScopeFault(SigV4Authorization authorization) =>
        authorization.Service is Services.Lambda or Services.Logs && authorization.Region != region
            ? new("SignatureDoesNotMatch",
                $"Credential should be scoped to a valid region, not '{authorization.Region}': this sandbox is in {region}.")
            : null;

    private AuthenticationFault? SkewFault(DateTimeOffset date)
    {
        var now = time.GetUtcNow();
        return date < now - Skew
            ? new("SignatureDoesNotMatch",
                $"Signature expired: {Text(date)} is now earlier than {Text(now - Skew)} ({Text(now)} - 5 min.)")
            : date > now + Skew
            ? new("SignatureDoesNotMatch",
                $"Signature not yet current: {Text(date)} is still later than {Text(now + Skew)} ({Text(now)} + 5 min.)")
            : null;
    }

    private static AuthenticationFault? SignatureFault(HttpMessage http, SigV4Authorization authorization, string amzDate, AccessKey key)
    {
        string right = SigV4.Sign(http, authorization, amzDate, key.Secret);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(right), Encoding.ASCII.GetBytes(authorization.Signature))
            ? null
            : new("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. "
                + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture);

    /// <summary>A fault by its name in the query protocol; the JSON protocols have other names for the same.</summary>
    private sealed record AuthenticationFault(string QueryCode, string Message)
    {
        public AwsException In(Protocol protocol)
        {
            string code = protocol == Protocol.Query ? QueryCode : QueryCode switch
            {
                "InvalidClientTokenId" => "UnrecognizedClientException",
                "SignatureDoesNotMatch" => "InvalidSignatureException",
                _ => QueryCode + "Exception",
            };
            return new AwsException(QueryCode == "IncompleteSignature" ? 400 : 403, code, Message);
        }
    }
}
