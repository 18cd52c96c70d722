using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Tests.Iam;

public class RoleTrustTests
{
    private const string Server = "arn:aws:iam::123456789012:role/temporal", Admin = "arn:aws:iam::123456789012:role/admin";

    [Theory]
    [InlineData("""{"StringEquals":{"sts:ExternalId":"known-id"}}""", false)]
    [InlineData("""{"StringEquals":{"STS:externalid":["other-id","known-id"]}}""", false)]
    [InlineData("""{"StringLike":{"sts:ExternalId":"known-*"}}""", false)]
    [InlineData("""{"StringLike":{"sts:ExternalId":"*"}}""", true)]
    [InlineData("""{"StringEqualsIfExists":{"sts:ExternalId":"known-id"}}""", true)]
    [InlineData("""{"Bool":{"aws:MultiFactorAuthPresent":"true"}}""", true)]
    public void A_statement_is_open_unless_its_condition_keeps_out_who_brings_no_External_ID(string condition, bool open) =>
        Assert.Equal(open ? [Server] : [], Read(Allow(Server, condition)).OpenTo([Server]));

    [Theory]
    [InlineData("*")]
    [InlineData("arn:aws:iam::123456789012:root")]
    public void Everybody_and_the_whole_account_cover_a_principal(string principal) => Assert.Equal([principal], Read(Allow(principal, "{}")).OpenTo([Server]));

    [Fact]
    public void Another_s_way_in_is_not_open_to_Temporal()
    {
        RoleTrust trust = Read(Allow(Server, """{"StringEquals":{"sts:ExternalId":"known-id"}}"""), Allow(Admin, "{}"));
        Assert.Equal([Server], trust.TrustedWith("known-id"));
        Assert.Empty(trust.OpenTo([Server]));
        Assert.Equal([Admin], trust.Open);
    }

    [Fact]
    public void A_denial_wins_unless_it_has_a_condition()
    {
        const string deny = """{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:*"}""";
        Assert.Equal([Server], Read(deny).Denied([Server]));
        Assert.Empty(Read(deny.Replace("}}", "}", StringComparison.Ordinal)[..^1] + ""","Condition":{"StringNotEquals":{"sts:ExternalId":"known-id"}}}""").Denied([Server]));
    }

    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com","lambda.amazonaws.com"]},"Action":"sts:AssumeRole"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"*"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:TagSession"}""", false)]
    public void A_service_is_let_in_by_name(string statement, bool letIn) => Assert.Equal(letIn, Read(statement).LetsIn("lambda.amazonaws.com"));

    [Theory]
    [InlineData(null)]
    [InlineData("no policy")]
    public void Nobody_is_let_in_by_what_is_no_policy(string? document) => Assert.Empty(RoleTrust.Read(document).Open);

    private static RoleTrust Read(params string[] statements) => RoleTrust.Read($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""");

    private static string Allow(string principal, string condition) =>
        $$$"""{"Effect":"Allow","Principal":{"AWS":"{{{principal}}}"},"Action":"sts:AssumeRole","Condition":{{{condition}}}}""".Replace(",\"Condition\":{}", "");
}
