using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using TemporalLambda.Aws.Parameters;

namespace TemporalLambda.Aws.Tests.Parameters;

public sealed class SecretParameterTests(FakeAws aws)
{
    private static readonly FunctionArn Function = FunctionArn.Parse("arn:aws:lambda:eu-central-1:123456789012:function:orders:3");

    [Theory]
    [InlineData("/orders/key", "arn:aws:ssm:eu-central-1:123456789012:parameter/orders/key")]
    [InlineData("orders-key", "arn:aws:ssm:eu-central-1:123456789012:parameter/orders-key")]
    [InlineData("arn:aws:ssm:eu-west-1:123456789012:parameter/theirs", "arn:aws:ssm:eu-west-1:123456789012:parameter/theirs")]
    public void A_name_is_of_the_function_s_account_and_region(string given, string arn) => Assert.Equal(arn, SecretParameter.ArnOf(given, Function));

    [Theory]
    [InlineData("1234abcd-12ab-34cd-56ef-1234567890ab", null, "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab")]
    [InlineData("arn:aws:kms:eu-west-1:999999999999:key/1", null, "arn:aws:kms:eu-west-1:999999999999:key/1")]
    [InlineData("alias/workers", "alias/workers", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000")]
    [InlineData("arn:aws:kms:eu-west-1:123456789012:alias/workers", "alias/workers", "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000")]
    public void A_key_is_asked_for_by_its_ARN_and_an_alias_by_its_name(string keyId, string? alias, string arn)
    {
        SecretParameter secret = new("arn", Exists: true, keyId);
        Assert.Equal((alias, arn), (secret.KeyAlias, secret.KeyArn(Function)));
    }

    [Theory]
    [InlineData("/looked-at/key")]
    [InlineData("looked-at-key")]
    public async Task A_parameter_is_found_by_its_ARN_and_its_value_is_not_asked_for(string name)
    {
        using AwsSession session = await aws.OpenAsync(new RecordingReporter());
        string arn = SecretParameter.ArnOf(name, Function);
        Assert.False((await SecretParameter.ReadAsync(session, arn, TestContext.Current.CancellationToken)).Exists);

        await session.Parameters.PutParameterAsync(
            new PutParameterRequest { Name = name, Type = ParameterType.SecureString, Value = "hush", KeyId = "alias/workers" }, TestContext.Current.CancellationToken);
        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => Assert.Equal(
            new SecretParameter(arn, Exists: true, "alias/workers"), await SecretParameter.ReadAsync(session, arn, TestContext.Current.CancellationToken)));
        Assert.Equal(["DescribeParameters"], calls.Select(call => call.Operation));
    }
}
