namespace TemporalLambda.Aws.Tests.Naming;

public class FunctionArnTests
{
    private const string Arn = "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:worker";

    [Theory]
    [InlineData(Arn, null)]
    [InlineData(Arn + ":7", "7")]
    [InlineData(Arn + ":$LATEST", "$LATEST")]
    [InlineData(Arn + ":live", "live")]
    public void A_functions_ARN_is_taken_apart(string text, string? qualifier)
    {
        FunctionArn arn = FunctionArn.Parse(text);

        Assert.Equal((Arn, "worker", qualifier, Arn + ":*"), (arn.Unqualified, arn.Name, arn.Qualifier, arn.AllQualified));
        Assert.Equal(("aws-us-gov", "us-gov-west-1", "123456789012"), (arn.Parts.Partition, arn.Parts.Region, arn.Parts.Account));
    }

    [Theory]
    [InlineData("")]
    [InlineData("worker")]
    [InlineData("arn:aws:iam::123456789012:role/worker")]
    [InlineData("arn:aws:lambda:eu-central-1:123456789012:layer:worker")]
    public void Anything_else_is_refused(string text) =>
        Assert.Equal("FunctionArnNotValid", Assert.Throws<StageException>(() => FunctionArn.Parse(text)).ErrorId);

    [Theory]
    [InlineData("")]
    [InlineData("my.worker")]
    [InlineData("wörker")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff12345")]
    public void A_name_that_Lambda_would_not_take_is_refused(string name) =>
        Assert.Equal("FunctionNameNotValid", Assert.Throws<StageException>(() => FunctionArn.CheckName(name)).ErrorId);
}
