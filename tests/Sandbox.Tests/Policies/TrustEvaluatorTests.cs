using TemporalLambda.Sandbox.Policies;

namespace TemporalLambda.Sandbox.Tests.Policies;

/// <summary>Whom trust policies trust.</summary>
public sealed class TrustEvaluatorTests
{
    private const string Account = "000000000000";
    private const string Role = $"arn:aws:iam::{Account}:role/caller";
    private const string Session = $"arn:aws:sts::{Account}:assumed-role/caller/session";
    private const string External = """, "Condition":{"StringEquals":{"sts:ExternalId":"secret-id"}}""";

    /// <summary>Principal, what else the statement has, the External ID that is sent, and the answer.</summary>
    public static TheoryData<string, string, string?, string> Answers => new()
    {
        { $$"""{"AWS":"{{Role}}"}""", "", null, "Principal" },
        { $$"""{"AWS":"{{Session}}"}""", "", null, "Principal" },
        { $$"""{"AWS":["arn:aws:iam::111111111111:root","{{Role}}"]}""", "", null, "Principal" },
        { $$"""{"AWS":"arn:aws:iam::{{Account}}:root"}""", "", null, "Account" },
        { $$"""{"AWS":"{{Account}}"}""", "", null, "Account" },
        { """{"AWS":"arn:aws:iam::111111111111:root"}""", "", null, "None" },
        { """{"AWS":"arn:aws:iam::000000000000:role/other"}""", "", null, "None" },
        { """{"Service":"lambda.amazonaws.com"}""", "", null, "None" },
        { "\"*\"", "", null, "Principal" },
        { $$"""{"AWS":"{{Role}}"}""", External, "secret-id", "Principal" },
        { $$"""{"AWS":"{{Role}}"}""", External, "wrong-id", "None" },
        { $$"""{"AWS":"{{Role}}"}""", External, null, "None" },
        { $$"""{"AWS":"{{Role}}"}""", """, "Condition":{"StringLike":{"sts:ExternalId":["a*","secret-*"]}}""", "secret-id", "Principal" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_trust_policy_answers_as_in_IAM(string principal, string rest, string? externalId, string answer)
    {
        var policy = Parse($$"""{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRole"{{rest}}}""");
        Assert.Equal(answer, Evaluate(policy, externalId).ToString());
    }

    [Fact]
    public void A_deny_wins()
    {
        var policy = Parse(
            $$"""{"Effect":"Allow","Principal":{"AWS":"{{Role}}"},"Action":"sts:AssumeRole"},"""
            + """{"Effect":"Deny","Principal":"*","Action":"sts:*","Condition":{"Null":{"sts:ExternalId":"true"}}}""");
        Assert.Equal(Trust.Denied, Evaluate(policy, null));
        Assert.Equal(Trust.Principal, Evaluate(policy, "any"));
    }

    [Theory]
    [InlineData("lambda.amazonaws.com", true)]
    [InlineData("ec2.amazonaws.com", false)]
    public void A_service_is_trusted_by_its_name(string service, bool trusted) => Assert.Equal(trusted, TrustEvaluator.OfService(
        Parse($$"""{"Effect":"Allow","Principal":{"Service":["{{service}}"]},"Action":"sts:AssumeRole"}"""), "lambda.amazonaws.com"));

    private static Trust Evaluate(PolicyDocument policy, string? externalId)
    {
        var context = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        if (externalId is not null)
        {
            context["sts:ExternalId"] = [externalId];
        }
        return TrustEvaluator.OfIdentity(policy, [Session, Role], Account, new AuthorizationRequest("sts:AssumeRole", "*", context));
    }

    private static PolicyDocument Parse(string statements) =>
        PolicyParser.ParseTrust($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""");
}
