using Microsoft.Extensions.Time.Testing;
using TemporalLambda.Sandbox.Iam;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Policies;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Tests.Identity;

/// <summary>Sessions end.</summary>
public sealed class ExpiryTests
{
    private const string Trusting = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly SandboxOptions _options = new() { AccessKeyId = "AKIA", SecretAccessKey = "s", DataFolder = "unused" };

    [Theory]
    [InlineData("sts", "ExpiredToken")]
    [InlineData("lambda", "ExpiredTokenException")]
    [InlineData("logs", "ExpiredTokenException")]
    public void Expired_keys_are_refused_as_expired(string service, string code)
    {
        var roles = new RoleStore();
        var role = new Role("r", "/", "arn:aws:iam::000000000000:role/r", "AROA1", _time.GetUtcNow(), new WrittenPolicy(Trusting, PolicyParser.ParseTrust(Trusting)));
        roles.Add(role);
        var keys = new AccessKeys(_options, roles, _time);
        var authenticator = new RequestAuthenticator(keys, _options.Region, _time);
        var session = keys.For(role.Arn, "function");
        Assert.Equal("arn:aws:sts::000000000000:assumed-role/r/function", authenticator.Authenticate(Signed(session, service), "id").Caller.Arn);
        _time.Advance(TimeSpan.FromHours(12));
        Assert.Equal(code, Assert.Throws<AwsException>(() => authenticator.Authenticate(Signed(session, service), "id")).Code);
    }

    private HttpMessage Signed(SessionCredentials session, string service)
    {
        string date = _time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = "127.0.0.1", ["X-Amz-Date"] = date, ["X-Amz-Security-Token"] = session.SessionToken,
        };
        var http = new HttpMessage("POST", "/", "", headers, ReadOnlyMemory<byte>.Empty);
        var authorization = new SigV4Authorization(
            session.AccessKeyId, date[..8], _options.Region, service, ["host", "x-amz-date", "x-amz-security-token"], "");
        headers["Authorization"] = $"{SigV4.Algorithm} Credential={session.AccessKeyId}/{authorization.Scope}, "
            + $"SignedHeaders={string.Join(';', authorization.SignedHeaders)}, Signature={SigV4.Sign(http, authorization, date, session.SecretAccessKey)}";
        return http;
    }
}
