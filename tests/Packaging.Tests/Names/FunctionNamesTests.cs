namespace TemporalLambda.Packaging.Tests.Names;

public sealed class FunctionNamesTests
{
    [Theory]
    [InlineData("HelloWorker", "HelloWorker")]
    [InlineData("Grüße", "Gr--e")]
    public void A_default_name_has_only_what_Lambda_allows(string deployment, string expected) =>
        Assert.Equal(expected, FunctionNames.Default(deployment));

    [Fact]
    public void Long_names_are_cut_to_64_characters_and_stay_different()
    {
        string first = FunctionNames.Default(new string('a', 80) + "1");
        string second = FunctionNames.Default(new string('a', 80) + "2");
        Assert.Equal(64, first.Length);
        Assert.Null(FunctionNames.Problem(first));
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("ok-name_1", null)]
    [InlineData("my.function", "it contains '.', and only letters, digits, '-' and '_' are allowed")]
    [InlineData("", "it is empty")]
    public void A_given_name_is_judged_as_Lambda_does(string name, string? problem) => Assert.Equal(problem, FunctionNames.Problem(name));

    [Fact]
    public void A_name_of_65_characters_is_too_long() =>
        Assert.Equal("it is 65 characters long and 64 are allowed", FunctionNames.Problem(new string('a', 65)));
}
