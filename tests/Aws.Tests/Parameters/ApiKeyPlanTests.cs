using System.Net;
using TemporalLambda.Aws.Parameters;

namespace TemporalLambda.Aws.Tests.Parameters;

public class ApiKeyPlanTests
{
    private const string Kms = "alias/workers";

    private static readonly ApiKeyOptions Given = new() { Key = new NetworkCredential("", "hush").SecurePassword };

    public static TheoryData<string, string[]> Situations => new()
    {
        { "no key is given", [] },
        { "nothing is there", ["Store the worker's API key in the parameter '/p'."] },
        { "nothing is there, with a KMS key", ["Store the worker's API key in the parameter '/p', encrypted with alias/workers."] },
        { "it is there", [] },
        { "another key is there", ["Store the worker's API key as another version of the parameter '/p'."] },
        { "another KMS key", ["Encrypt the parameter '/p' with alias/workers."] },
        { "another key and KMS key", ["Store the worker's API key as another version of the parameter '/p', encrypted with alias/workers."] },
        { "the KMS key that it has", [] },
        { "no KMS key is given and it has one", ["Store the worker's API key as another version of the parameter '/p'."] },
        { "a parameter of others", [] },
        { "in the environment", [] },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_plan_is_what_differs_and_nothing_else(string situation, string[] expected)
    {
        ParameterState there = new("/p", Exists: true, HoldsKey: true, KeyId: null);
        ParameterState nothing = new("/p", Exists: false, HoldsKey: false, KeyId: null);
        ApiKeyPlan plan = situation switch
        {
            "no key is given" => ApiKeyPlan.From(new ApiKeyOptions(), null),
            "nothing is there" => ApiKeyPlan.From(Given, nothing),
            "nothing is there, with a KMS key" => ApiKeyPlan.From(Given with { KmsKeyId = Kms }, nothing),
            "it is there" => ApiKeyPlan.From(Given, there),
            "another key is there" => ApiKeyPlan.From(Given, there with { HoldsKey = false }),
            "another KMS key" => ApiKeyPlan.From(Given with { KmsKeyId = Kms }, there),
            "another key and KMS key" => ApiKeyPlan.From(Given with { KmsKeyId = Kms }, there with { HoldsKey = false }),
            "the KMS key that it has" => ApiKeyPlan.From(Given with { KmsKeyId = Kms }, there with { KeyId = Kms }),
            "no KMS key is given and it has one" => ApiKeyPlan.From(Given, there with { HoldsKey = false, KeyId = Kms }),
            "a parameter of others" => ApiKeyPlan.From(new ApiKeyOptions { ParameterName = "/p" }, there),
            _ => ApiKeyPlan.From(Given with { Storage = ApiKeyStorage.Environment }, null),
        };

        Assert.Equal(expected, plan.Changes.Select(change => change.Sentence));
    }

    [Fact]
    public void A_parameter_keeps_the_KMS_key_that_it_has() =>
        Assert.Equal(Kms, ApiKeyPlan.From(Given, new ParameterState("/p", Exists: true, HoldsKey: false, Kms)).KeyId);

    [Fact]
    public void A_parameter_of_others_has_to_be_there() => Assert.Equal(
        "ParameterNotFound",
        Assert.Throws<StageException>(() => ApiKeyPlan.From(
            new ApiKeyOptions { ParameterName = "/p" }, new ParameterState("/p", Exists: false, HoldsKey: false, null))).ErrorId);

    [Theory]
    [InlineData("worker")]
    [InlineData("/team/shop.worker_1/api-key")]
    public void Names_that_Systems_Manager_takes_are_taken(string name) => (Given with { ParameterName = name }).Check();

    [Theory]
    [InlineData("team/worker")]
    [InlineData("/team/")]
    [InlineData("/aws/key")]
    [InlineData("SSM-key")]
    [InlineData("a b")]
    public void Names_that_Systems_Manager_does_not_take_are_refused(string name) =>
        Assert.Equal("SettingNotValid", Assert.Throws<StageException>((Given with { ParameterName = name }).Check).ErrorId);

    [Fact]
    public void What_belongs_to_a_key_is_refused_without_one()
    {
        Assert.Equal("ApiKeyMissing", Refusal(new ApiKeyOptions { KmsKeyId = Kms }));
        Assert.Equal("ApiKeyMissing", Refusal(new ApiKeyOptions { Storage = ApiKeyStorage.Environment }));
        Assert.Equal("SettingNotValid", Refusal(Given with { Storage = ApiKeyStorage.Environment, ParameterName = "/p" }));
        Assert.Equal("SettingNotValid", Refusal(Given with { KmsKeyId = "a key" }));
        Assert.Equal("ApiKeyEmpty", Refusal(new ApiKeyOptions { Key = new NetworkCredential("", "").SecurePassword }));
    }

    private static string Refusal(ApiKeyOptions options) => Assert.Throws<StageException>(options.Check).ErrorId;
}
