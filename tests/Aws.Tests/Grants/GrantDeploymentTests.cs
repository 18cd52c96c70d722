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
    public async Task A_new_role_that_IAM_does_not_know_everywhere_yet_is_waited_for()
    {
        using AwsSession session = await aws.OpenAsync();
        await aws.PlanAsync(new { operation = "PutRolePolicy", times = 2, status = 404, code = "NoSuchEntity" });

        await GrantAsync(session, Wanted("granted-early"));

        Assert.Equal(TimeSpan.FromSeconds(2), _time.Waited);
        Assert.Empty((await new GrantDeployment(session, SilentReporter.Instance, _time).PlanAsync(Wanted("granted-early"), Token)).Changes);
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
    public async Task Two_grants_at_once_on_one_role_both_hold()
    {
        using AwsSession session = await aws.OpenAsync();
        const string other = "arn:aws:iam::123456789012:user/other-server";
        string theirs = TrustPolicy.For(["arn:aws:iam::123456789012:user/theirs"], "shared-id");
        await session.Iam.CreateRoleAsync(new() { RoleName = "at-once", AssumeRolePolicyDocument = theirs }, Token);

        // Both have read before either writes, so that one of them writes over the other.
        await aws.PlanAsync(new { operation = "UpdateAssumeRolePolicy", times = 2, delay = 0.3 });
        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(() => Task.WhenAll(
            GrantAsync(session, Wanted("at-once-1") with { RoleName = "at-once" }, TimeProvider.System),
            GrantAsync(session, Wanted("at-once-2") with { RoleName = "at-once", Principals = [other] }, TimeProvider.System)));

        string trust = (await session.Iam.GetRoleAsync("at-once", Token)).AssumeRolePolicyDocument;
        Assert.Empty(TrustPolicy.Read(trust).Missing(["arn:aws:iam::123456789012:user/theirs", Server, other], "shared-id"));
        Assert.Equal(["invoke-at-once-1", "invoke-at-once-2"], (await session.Iam.ListRolePoliciesAsync("at-once", Token)).Order());
        Assert.True(calls.Count(call => call.Operation == "UpdateAssumeRolePolicy") > 2, "Neither wrote over the other.");
    }

    [Fact]
    public async Task Two_grants_at_once_of_a_new_role_have_one_External_ID()
    {
        using AwsSession session = await aws.OpenAsync();
        await aws.PlanAsync(new { operation = "CreateRole", times = 2, delay = 0.2 });

        GrantResult[] results = await Task.WhenAll(GrantAsync(session, Wanted("new-at-once")), GrantAsync(session, Wanted("new-at-once")));

        Assert.Equal(results[0], results[1]);
        Assert.Contains(results[0].ExternalId, (await session.Iam.GetRoleAsync("new-at-once-temporal-invoke", Token)).AssumeRolePolicyDocument);
    }

    [Fact]
    public async Task A_forced_External_ID_stands_beside_the_roles()
    {
        using AwsSession session = await aws.OpenAsync();
        GrantResult first = await GrantAsync(session, Wanted("forced"));

        GrantResult second = await GrantAsync(session, Wanted("forced") with { ExternalId = "second-id", Force = true });

        TrustPolicy trust = TrustPolicy.Read((await session.Iam.GetRoleAsync("forced-temporal-invoke", Token)).AssumeRolePolicyDocument);
        Assert.Equal("second-id", second.ExternalId);
        Assert.Empty(trust.Missing([Server], first.ExternalId));
        Assert.Empty(trust.Missing([Server], "second-id"));
    }

    [Fact]
    public async Task A_role_whose_policies_are_full_is_refused_with_the_way_out_before_anything_is_changed()
    {
        using AwsSession session = await aws.OpenAsync();
        await GrantAsync(session, Wanted("full-1") with { RoleName = "full" });
        string large = PolicyDocument.Of(PolicyDocument.Allow("x", ["s3:GetObject"], [.. Enumerable.Range(0, 250).Select(i => $"arn:aws:s3:::a-bucket-with-a-name-{i:0000}")]));
        await session.Iam.PutRolePolicyAsync("full", "large", large, Token);

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () =>
        {
            StageException error = await Assert.ThrowsAsync<StageException>(() => GrantAsync(session, Wanted("full-2") with { RoleName = "full" }));
            Assert.Equal("RolePoliciesFull", error.ErrorId);
        });

        Assert.DoesNotContain(calls, call => call.Changes);
    }

    [Theory]
    [InlineData("PutRolePolicy", "Maximum policy size of 10240 bytes exceeded for role x", "RolePoliciesFull")]
    [InlineData("UpdateAssumeRolePolicy", "Cannot exceed quota for ACLSizePerRole: 2048", "TrustPolicyFull")]
    public async Task A_limit_that_AWS_finds_first_is_the_same_error(string operation, string message, string errorId)
    {
        using AwsSession session = await aws.OpenAsync();
        string name = "limit-" + operation;
        await session.Iam.CreateRoleAsync(
            new() { RoleName = name, AssumeRolePolicyDocument = TrustPolicy.For(["arn:aws:iam::123456789012:user/other"], "shared-id") }, Token);
        await aws.PlanAsync(new { operation, times = 1, status = 409, code = "LimitExceeded", message });

        StageException error = await Assert.ThrowsAsync<StageException>(() => GrantAsync(session, Wanted(name) with { RoleName = name }));

        Assert.Equal(errorId, error.ErrorId);
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

    private async Task<GrantResult> GrantAsync(AwsSession session, WantedGrant wanted, TimeProvider? time = null)
    {
        GrantDeployment deployment = new(session, SilentReporter.Instance, time ?? _time);
        return await deployment.ApplyAsync(await deployment.PlanAsync(wanted, Token), Token);
    }
}
