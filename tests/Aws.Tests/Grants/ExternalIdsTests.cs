using TemporalLambda.Aws.Grants;

namespace TemporalLambda.Aws.Tests.Grants;

public class ExternalIdsTests
{
    [Fact]
    public void Generated_ones_are_valid_and_never_the_same()
    {
        string[] ids = [.. Enumerable.Range(0, 100).Select(_ => ExternalIds.Generate())];

        Assert.All(ids, ExternalIds.Check);
        Assert.Equal(100, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("four")]
    [InlineData("with space")]
    [InlineData("colon:colon")]
    [InlineData("slash/slash")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeee")]
    [InlineData("ends-with-a-line\n")]
    public void Others_forms_are_refused_without_repeating_them(string externalId)
    {
        StageException error = Assert.Throws<StageException>(() => ExternalIds.Check(externalId));

        Assert.Equal("ExternalIdNotValid", error.ErrorId);
        Assert.True(externalId.Length == 0 || !error.Message.Contains(externalId, StringComparison.Ordinal));
    }
}
