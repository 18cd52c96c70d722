using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Tests.Grants;

public class GrantDeploymentTests(FakeAws aws)
{
    private const string Server = "arn:aws:iam::123456789012:user/temporal-server";

    private readonly FastTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Temporal_may_invoke_the_function_and_a_rerun_changes_nothing()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedGrant wanted = Wanted("granted") with { DeploymentName = "shop", Namespace = "default" };

        GrantResult result = await GrantAsync(session, wanted);
        GrantResult again = null!;
        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => again = await GrantAsync(session, wanted));

        Assert.Equal("arn:aws:iam::123456789012:role/granted-temporal-invoke", result.InvokeRoleArn);
        Assert.Equal(result, again);
        Assert.Equal(["GetRole", "GetRolePolicy"], calls.Select(call => call.Operation!).Order());
        Role role = await session.Iam.GetRoleAsync("granted-temporal-invoke", Token);
        Assert.Contains(result.ExternalId, role.AssumeRolePolicyDocument);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["temporal-lambda:function"] = "granted", ["temporal-lambda:deployment"] = "shop", ["temporal-lambda:namespace"] = "default",
            },
            role.Tags);
    }

    [Fact]
    public async Task A_qualified_ARN_grants_the_function()
    {
        using AwsSession session = await aws.OpenAsync();
        await GrantAsync(session, Wanted("qualified"));

        GrantDeployment deployment = new(session, SilentReporter.Instance, _time);
        WantedGrant qualified = Wanted("qualified") with { FunctionArn = Wanted("qualified").FunctionArn + ":3" };

        Assert.Empty((await deployment.PlanAsync(qualified, Token)).Changes);
    }

    [Theory]
    [InlineData("CreateRole")]
    [InlineData("PutRolePolicy")]
    public async Task A_run_that_died_anywhere_is_completed_by_the_next(string operation)
    {
        using AwsSession session = await aws.OpenAsync();
        WantedGrant wanted = Wanted("grant-died-at-" + operation);
        await aws.PlanAsync(new { operation, times = 1, status = 403, code = "AccessDenied" });

        await Assert.ThrowsAsync<StageException>(() => GrantAsync(session, wanted));
        GrantResult result = await GrantAsync(session, wanted);

        GrantPlan again = await new GrantDeployment(session, SilentReporter.Instance, _time).PlanAsync(wanted, Token);
        Assert.Empty(again.Changes);
        Assert.Equal(result, again.Expected);
    }

    [Fact]
    public async Task Of_two_runs_at_once_the_later_takes_the_winners_External_ID()
    {
        using AwsSession session = await aws.OpenAsync();
        GrantDeployment deployment = new(session, SilentReporter.Instance, _time);
        GrantPlan late = await deployment.PlanAsync(Wanted("two-runs"), Token);

        GrantResult winner = await GrantAsync(session, Wanted("two-runs"));
        GrantResult loser = await deployment.ApplyAsync(late, Token);

        Assert.NotEqual(late.Expected.ExternalId, winner.ExternalId);
        Assert.Equal(winner, loser);
    }

    [Fact]
    public async Task A_shared_role_is_extended_and_keeps_what_others_granted()
    {
        using AwsSession session = await aws.OpenAsync();
        const string other = "arn:aws:iam::123456789012:user/other";
        string trust = TrustPolicy.For([other], "shared-id");
        await session.Iam.CreateRoleAsync(new() { RoleName = "shared", AssumeRolePolicyDocument = trust }, Token);

        GrantResult first = await GrantAsync(session, Wanted("shared-1") with { RoleName = "shared" });
        GrantResult second = await GrantAsync(session, Wanted("shared-2") with { RoleName = "shared" });

        Assert.Equal(("shared-id", "shared-id"), (first.ExternalId, second.ExternalId));
        Role role = await session.Iam.GetRoleAsync("shared", Token);
        Assert.StartsWith(trust[..^2], role.AssumeRolePolicyDocument);
        Assert.Empty(TrustPolicy.Read(role.AssumeRolePolicyDocument).Missing([other, Server], "shared-id"));
        Assert.Equal(["invoke-shared-1", "invoke-shared-2"], (await session.Iam.ListRolePoliciesAsync("shared", Token)).Order());
    }

    [Fact]
    public async Task A_trust_policy_that_another_writer_replaced_is_written_again()
    {
        using AwsSession session = await aws.OpenAsync();
        string trust = TrustPolicy.For(["arn:aws:iam::123456789012:user/other"], "shared-id");
        await session.Iam.CreateRoleAsync(new() { RoleName = "contended", AssumeRolePolicyDocument = trust }, Token);
        await aws.PlanAsync(new
        {
            // Accepted, and without effect: as if another writer had put the old one back at once.
            operation = "UpdateAssumeRolePolicy",
            times = 2,
            status = 200,
            body = """<UpdateAssumeRolePolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"/>""",
        });

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(() => GrantAsync(session, Wanted("contended") with { RoleName = "contended" }));

        Assert.Equal(3, calls.Count(call => call.Operation == "UpdateAssumeRolePolicy"));
        Assert.Empty(TrustPolicy
            .Read((await session.Iam.GetRoleAsync("contended", Token)).AssumeRolePolicyDocument).Missing([Server], "shared-id"));
    }

    [Fact]
    public async Task A_principal_that_does_not_exist_is_named()
    {
        using AwsSession session = await aws.OpenAsync();
        await aws.PlanAsync(new
        {
            operation = "CreateRole", times = 1, status = 400, code = "MalformedPolicyDocument", message = "Invalid principal in policy: x",
        });

        StageException error = await Assert.ThrowsAsync<StageException>(() => GrantAsync(session, Wanted("stranger")));

        Assert.Equal("PrincipalUnknown", error.ErrorId);
        Assert.Contains(Server, error.Message);
    }

    [Fact]
    public async Task A_given_External_ID_of_a_wrong_form_is_refused_before_anything_is_read()
    {
        using AwsSession session = await aws.OpenAsync();

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => Assert.Equal(
            "ExternalIdNotValid",
            (await Assert.ThrowsAsync<StageException>(() => GrantAsync(session, Wanted("bad") with { ExternalId = "a b" }))).ErrorId));

        Assert.Empty(calls);
    }

    private static WantedGrant Wanted(string functionName) => new()
    {
        FunctionArn = "arn:aws:lambda:eu-central-1:123456789012:function:" + functionName,
        Principals = [Server],
    };

    private async Task<GrantResult> GrantAsync(AwsSession session, WantedGrant wanted)
    {
        GrantDeployment deployment = new(session, SilentReporter.Instance, _time);
        return await deployment.ApplyAsync(await deployment.PlanAsync(wanted, Token), Token);
    }
}
