using TemporalLambda.Sandbox.Policies;

namespace TemporalLambda.Sandbox.Tests.Policies;

/// <summary>Which documents IAM takes, and what it says of the others.</summary>
public sealed class PolicyParserTests
{
    [Theory]
    [InlineData("{", "This policy contains invalid Json")]
    [InlineData("[]", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17"}""", "Missing required field Statement")]
    [InlineData("""{"Version":"2020-01-01","Statement":[]}""", "Syntax errors in policy.")]
    [InlineData("""{"Statement":{"Action":"lambda:*","Resource":"*"}}""", "Missing required field Effect")]
    [InlineData("""{"Statement":{"Effect":"Maybe","Action":"lambda:*","Resource":"*"}}""", "Invalid effect: Maybe")]
    [InlineData("""{"Statement":{"Effect":"Allow","Resource":"*"}}""", "Missing required field Action")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"Invoke","Resource":"*"}}""", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"lambda:*"}}""", "Policy statement must contain resources.")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"lambda:*","Resource":"work"}}""", "Resource work must be in ARN format or \"*\".")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"lambda:*","Resource":"*","Principal":"*"}}""", "Policy document should not specify a principal.")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"lambda:*","Resource":"*","Conditions":{}}}""", "Syntax errors in policy.")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"lambda:*","Resource":"*","Condition":{"Like":{"aws:a":"b"}}}}""", "Invalid Condition type : Like.")]
    public void A_wrong_identity_policy_is_refused(string json, string message) =>
        Assert.Equal(message, Assert.Throws<MalformedPolicyException>(() => PolicyParser.ParseIdentity(json)).Message);

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"sts:AssumeRole"}""", "Missing required field Principal")]
    [InlineData("""{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Resource":"*"}""", "Has prohibited field Resource")]
    [InlineData("""{"Effect":"Allow","Action":"lambda:InvokeFunction","Principal":"*"}""", "AssumeRole policy may only specify STS AssumeRole actions.")]
    [InlineData("""{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"me"}}""", "Invalid principal in policy: \"AWS\":\"me\"")]
    [InlineData("""{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::000000000000:role/*"}}""", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::000000000000:role/*\"")]
    [InlineData("""{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Nobody":"x"}}""", "Syntax errors in policy.")]
    public void A_wrong_trust_policy_is_refused(string statement, string message) =>
        Assert.Equal(message, Assert.Throws<MalformedPolicyException>(() =>
            PolicyParser.ParseTrust($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""")).Message);
}
