using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Tests.Iam;

public class PolicyTextTests
{
    [Theory]
    [InlineData("""{"Statement":[{"a":1}]}""", """{"Statement":[{"a":1},{"new":1}]}""")]
    [InlineData("""{"Statement":{"a":1}}""", """{"Statement":[{"a":1},{"new":1}]}""")]
    [InlineData("""{"Statement":[]}""", """{"Statement":[{"new":1}]}""")]
    [InlineData("{ \"Id\" : \"x\",\n  \"Statement\" : [\n    { \"é\" : \"\\u00e9\" }\n  ],\n  \"Version\": \"2012-10-17\" }\n",
        "{ \"Id\" : \"x\",\n  \"Statement\" : [\n    { \"é\" : \"\\u00e9\" },{\"new\":1}\n  ],\n  \"Version\": \"2012-10-17\" }\n")]
    [InlineData("""{"x":{"Statement":[1]},"Statement":[{"Statement":[2]}]}""", """{"x":{"Statement":[1]},"Statement":[{"Statement":[2]},{"new":1}]}""")]
    public void A_statement_is_added_and_all_else_stays_byte_for_byte(string document, string expected) =>
        Assert.Equal(expected, PolicyText.Append(document, """{"new":1}"""));

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("""{"Version":"2012-10-17"}""")]
    [InlineData("""{"Statement":"x"}""")]
    public void What_has_no_statements_takes_none(string document) => Assert.Null(PolicyText.Append(document, """{"new":1}"""));

    [Fact]
    public void White_space_does_not_count() => Assert.Equal(8, PolicyText.CountedLength("{ \"a\" :\n\t12 }"));
}
