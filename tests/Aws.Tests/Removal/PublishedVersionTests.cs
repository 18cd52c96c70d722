using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Removal;
using TemporalLambda.Aws.Tests.Clients;

namespace TemporalLambda.Aws.Tests.Removal;

public sealed class PublishedVersionTests(FakeAws aws)
{
    private const string Function = "arn:aws:lambda:eu-central-1:123456789012:function:orders";

    private static readonly PublishedFunctionState Own = new(true, [new() { Name = "live", FunctionVersion = "7", RoutingConfig = new(new Dictionary<string, double> { ["8"] = 0.1 }) }]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool, string?> Versions => new()
    {
        { ":3", true, null },
        { ":4", true, "another version has Temporal invoke it" },
        { ":7", true, "alias 'live' points at it" },
        { ":8", true, "alias 'live' points at it" },
        { ":3", false, "the function does not carry this module's tag" },
        { "", true, "it is no published version" },
        { ":$LATEST", true, "it is no published version" },
        { ":live", true, "it is no published version" },
    };

    [Theory]
    [MemberData(nameof(Versions))]
    public void Only_a_version_that_nobody_else_may_invoke_goes(string qualifier, bool own, string? reason)
    {
        PublishedVersionPlan plan = PublishedVersionPlan.For(
            [Function + qualifier], new HashSet<string> { Function + ":4" }, new Dictionary<string, PublishedFunctionState> { [Function] = Own with { IsOwn = own } });
        Assert.Equal(reason is null ? ["Remove version 3 of function 'orders'."] : [], plan.Changes.Select(change => change.Sentence));
        Assert.Equal(reason is null ? [] : [$"'{Function}{qualifier}' stays: {reason}."], plan.Notes);
    }

    [Fact]
    public void A_function_that_is_gone_is_nothing_to_do() => Assert.Equal(
        (0, 0), PublishedVersionPlan.For([Function + ":3"], new HashSet<string>(), new Dictionary<string, PublishedFunctionState>()) is { } plan
            ? (plan.Changes.Count, plan.Notes.Count) : default);

    [Fact]
    public async Task A_version_is_deleted_and_the_others_stay_and_once_more_is_as_good()
    {
        using AwsSession session = await aws.OpenAsync();
        string arn = await DeployAsync(session, "pruned");
        PublishedVersionRemoval removal = new(session);
        PublishedVersionPlan plan = await removal.PlanAsync([arn + ":1"], new HashSet<string>(), Token);
        await removal.RemoveAsync(Assert.Single(plan.Changes), Token);
        await removal.RemoveAsync(plan.Changes[0], Token);
        Assert.Equal(["$LATEST", "2"], (await session.Lambda.ListVersionsByFunctionAsync("pruned", Token)).Select(version => version.Version).Order());
        Assert.Empty((await removal.PlanAsync([Function + "-absent:1"], new HashSet<string>(), Token)).Changes);
    }

    [Fact]
    public async Task A_function_of_another_region_is_refused_before()
    {
        using AwsSession session = await aws.OpenAsync(region: "us-east-1");
        StageException error = await Assert.ThrowsAsync<StageException>(() => new PublishedVersionRemoval(session).PlanAsync([Function + ":1"], new HashSet<string>(), Token));
        Assert.Equal("FunctionInOtherRegion", error.ErrorId);
    }

    private static async Task<string> DeployAsync(AwsSession session, string name)
    {
        Role role = await session.Iam.CreateRoleAsync(new CreateRoleRequest
        {
            RoleName = name, AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        }, Token);
        FunctionConfiguration function = await session.Lambda.CreateFunctionAsync(new CreateFunctionRequest
        {
            FunctionName = name, Role = role.Arn, Runtime = "provided.al2023", Handler = "bootstrap", Code = new() { ZipFile = Packages.Zip("one") },
            Tags = OwnTags.For(name, name, null),
        }, Token);
        await session.Lambda.PublishVersionAsync(name, new() { Description = "1" }, Token);
        await session.Lambda.UpdateFunctionCodeAsync(name, new() { ZipFile = Packages.Zip("two") }, Token);
        await session.Lambda.PublishVersionAsync(name, new() { Description = "2" }, Token);
        return function.FunctionArn;
    }
}
