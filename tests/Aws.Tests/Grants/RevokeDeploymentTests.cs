using TemporalLambda.Aws.Grants;

namespace TemporalLambda.Aws.Tests.Grants;

public class RevokeDeploymentTests(FakeAws aws)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_functions_own_role_goes_and_a_second_run_finds_nothing()
    {
        using AwsSession session = await aws.OpenAsync();
        await GrantAsync(session, "revoked", null);

        IReadOnlyList<Change> first = await RevokeAsync(session, "revoked", null);
        IReadOnlyList<Change> second = await RevokeAsync(session, "revoked", null);

        Assert.Equal(["DeleteRolePolicy", "DeleteRole"], first.Select(change => change.Action));
        Assert.Empty(second);
        Assert.Null(await session.Iam.GetRoleAsync("revoked-temporal-invoke", Token).OrNull());
    }

    [Fact]
    public async Task A_shared_role_goes_with_its_last_function()
    {
        using AwsSession session = await aws.OpenAsync();
        await GrantAsync(session, "shared-a", "revoke-shared");
        await GrantAsync(session, "shared-b", "revoke-shared");

        await RevokeAsync(session, "shared-a", "revoke-shared");
        Assert.Equal(["invoke-shared-b"], await session.Iam.ListRolePoliciesAsync("revoke-shared", Token));
        await RevokeAsync(session, "shared-b", "revoke-shared");

        Assert.Null(await session.Iam.GetRoleAsync("revoke-shared", Token).OrNull());
    }

    [Fact]
    public async Task A_role_that_another_made_stays_with_its_trust()
    {
        using AwsSession session = await aws.OpenAsync();
        string trust = TrustPolicy.For(["arn:aws:iam::123456789012:user/temporal-server"], "their-id");
        await session.Iam.CreateRoleAsync(new() { RoleName = "revoke-theirs", AssumeRolePolicyDocument = trust }, Token);
        await GrantAsync(session, "of-theirs", "revoke-theirs");

        await RevokeAsync(session, "of-theirs", "revoke-theirs");

        Assert.Equal(trust, (await session.Iam.GetRoleAsync("revoke-theirs", Token)).AssumeRolePolicyDocument);
        Assert.Empty(await session.Iam.ListRolePoliciesAsync("revoke-theirs", Token));
    }

    [Theory]
    [InlineData("DeleteRolePolicy")]
    [InlineData("DeleteRole")]
    public async Task A_run_that_died_anywhere_is_completed_by_the_next(string operation)
    {
        using AwsSession session = await aws.OpenAsync();
        string name = "revoke-died-at-" + operation;
        await GrantAsync(session, name, null);
        await aws.PlanAsync(new { operation, times = 1, status = 403, code = "AccessDenied" });

        await Assert.ThrowsAsync<StageException>(() => RevokeAsync(session, name, null));
        await RevokeAsync(session, name, null);

        Assert.Null(await session.Iam.GetRoleAsync(RoleName.ForInvocation(name), Token).OrNull());
    }

    [Fact]
    public async Task A_role_that_is_granted_through_again_meanwhile_stays()
    {
        using AwsSession session = await aws.OpenAsync();
        await GrantAsync(session, "meanwhile-a", "revoke-meanwhile");
        RevokeDeployment stage = new(session, SilentReporter.Instance);
        RevokePlan plan = await stage.PlanAsync("meanwhile-a", "revoke-meanwhile", Token);

        await GrantAsync(session, "meanwhile-b", "revoke-meanwhile");
        await stage.ApplyAsync(plan, Token);

        Assert.Equal(["invoke-meanwhile-b"], await session.Iam.ListRolePoliciesAsync("revoke-meanwhile", Token));
    }

    private static async Task GrantAsync(AwsSession session, string function, string? role)
    {
        GrantDeployment stage = new(session, SilentReporter.Instance, new FastTime());
        WantedGrant wanted = new()
        {
            FunctionArn = "arn:aws:lambda:eu-central-1:123456789012:function:" + function,
            Principals = ["arn:aws:iam::123456789012:user/temporal-server"],
            RoleName = role,
        };
        await stage.ApplyAsync(await stage.PlanAsync(wanted, Token), Token);
    }

    private static async Task<IReadOnlyList<Change>> RevokeAsync(AwsSession session, string function, string? role)
    {
        RevokeDeployment stage = new(session, SilentReporter.Instance);
        RevokePlan plan = await stage.PlanAsync(function, role, Token);
        await stage.ApplyAsync(plan, Token);
        return plan.Changes;
    }
}
