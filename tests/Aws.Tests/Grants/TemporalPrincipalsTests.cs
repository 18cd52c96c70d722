using TemporalLambda.Aws.Grants;

namespace TemporalLambda.Aws.Tests.Grants;

public class TemporalPrincipalsTests
{
    [Fact]
    public void Temporal_Clouds_identities_are_the_default_for_Cloud()
    {
        IReadOnlyList<string> principals = TemporalPrincipals.Resolve(null, connectionIsCloud: true, "aws");

        Assert.Equal(5, principals.Count);
        Assert.All(principals, principal => Assert.Matches("^arn:aws:iam::[0-9]{12}:role/wci-lambda-invoke$", principal));
    }

    [Theory]
    [InlineData(false, "aws")]
    [InlineData(true, "aws-cn")]
    [InlineData(true, "aws-us-gov")]
    public void Elsewhere_it_has_to_be_given(bool cloud, string partition)
    {
        StageException error = Assert.Throws<StageException>(() => TemporalPrincipals.Resolve(null, cloud, partition));

        Assert.Equal("PrincipalMissing", error.ErrorId);
        Assert.Contains("-TemporalPrincipalArn", error.Recommendation);
    }

    [Theory]
    [InlineData("arn:aws:iam::123456789012:role/a/server", "arn:aws:iam::123456789012:role/a/server")]
    [InlineData("arn:aws-cn:iam::123456789012:user/server", "arn:aws-cn:iam::123456789012:user/server")]
    [InlineData("arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:root")]
    [InlineData("123456789012", "arn:aws:iam::123456789012:root")]
    [InlineData("arn:aws:sts::123456789012:assumed-role/server/i-0123", "arn:aws:iam::123456789012:role/server")]
    public void A_given_one_is_taken_as_IAM_keeps_it(string given, string expected) =>
        Assert.Equal([expected], TemporalPrincipals.Resolve([given], connectionIsCloud: true, "aws"));

    [Theory]
    [InlineData("server")]
    [InlineData("*")]
    [InlineData("arn:aws:iam::123456789012:group/servers")]
    [InlineData("arn:aws:lambda:eu-central-1:123456789012:function:x")]
    public void Anything_else_is_refused(string given) => Assert.Equal(
        "PrincipalNotValid",
        Assert.Throws<StageException>(() => TemporalPrincipals.Resolve([given], connectionIsCloud: false, "aws")).ErrorId);
}
