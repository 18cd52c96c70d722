using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Tests.Grants;

public class GrantPlanTests
{
    private const string Server = "arn:aws:iam::111111111111:role/temporal-server";
    private const string Other = "arn:aws:iam::222222222222:user/other";
    private const string RoleArn = "arn:aws:iam::123456789012:role/worker-temporal-invoke";
    private const string Create = "Create the invocation role 'worker-temporal-invoke' for " + Server + ", with an External ID.";
    private const string Trust = "Let " + Server + " assume the role 'worker-temporal-invoke', with an External ID.";
    private const string Invoke = "Let the role 'worker-temporal-invoke' invoke 'worker' and every version of it.";

    private const string BoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    private const string Boundary = "Set the permissions boundary of the role 'worker-temporal-invoke' to " + BoundaryArn + ".";

    private const string Policy =
        """{"Version":"2012-10-17","Statement":[{"Sid":"InvokeWorker","Effect":"Allow","Action":["lambda:GetFunction","lambda:InvokeFunction"],"Resource":["arn:aws:lambda:eu-central-1:123456789012:function:worker","arn:aws:lambda:eu-central-1:123456789012:function:worker:*"]}]}""";

    private static readonly FunctionArn Function = FunctionArn.Parse("arn:aws:lambda:eu-central-1:123456789012:function:worker");
    private static readonly WantedGrant Wanted = new() { FunctionArn = Function.Unqualified, Principals = [Server] };

    public static TheoryData<string, string[], string> Situations => new()
    {
        { "nothing is there", [Create, Invoke], "new-id" },
        { "all is as wanted", [], "found-id" },
        { "killed after the role was created", [Invoke], "found-id" },
        { "a role that trusts nobody of Temporal", [Trust, Invoke], "new-id" },
        { "a role that trusts another with an External ID", [Trust, Invoke], "found-id" },
        { "one principal more", ["Let " + Other + " assume the role 'worker-temporal-invoke', with an External ID."], "found-id" },
        { "the given External ID is the one found", [], "found-id" },
        { "an External ID is given for a new role", [Create, Invoke], "given-id" },
        { "another External ID is given with force", [Trust], "given-id" },
        { "one of several External IDs", [], "second-id" },
        { "a policy that was changed", [Invoke], "found-id" },
        { "another External ID is given with force, and the role has both", [], "given-id" },
        { "a boundary for our role", [Boundary], "found-id" },
        { "the boundary that our role has", [], "found-id" },
        { "a role that is nearly full", [Invoke], "found-id" },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_plan_is_what_differs_and_nothing_else(string situation, string[] expected, string externalId)
    {
        (WantedGrant wanted, GrantState found) = For(situation);

        GrantPlan plan = GrantPlan.From(wanted, found, "new-id");

        Assert.Equal(expected, plan.Changes.Select(change => change.Sentence));
        Assert.Equal(new GrantResult(RoleArn, externalId), plan.Expected);
    }

    [Fact]
    public void Both_forms_of_the_functions_ARN_are_granted() =>
        Assert.Equal(Policy, GrantPlan.From(Wanted, Found(null, null), "new-id").Policy);

    [Fact]
    public void A_new_role_trusts_the_principals_with_the_External_ID_and_nobody_else() => Assert.Equal(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111111111111:role/temporal-server"]},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"new-id"}}}]}""",
        GrantPlan.From(Wanted, Found(null, null), "new-id").Create!.AssumeRolePolicyDocument);

    [Fact]
    public void What_others_wrote_into_the_trust_policy_stays()
    {
        const string theirs =
            """{"Effect":"Allow","Principal":{"Federated":"cognito"},"Action":["sts:AssumeRoleWithWebIdentity"],"Condition":{"Null":{"a+b<c>":"é"}}}""";
        string document = $$"""{ "Version" : "2008-10-17", "Id":"x",  "Statement":{{theirs}} }""";

        string extended = TrustPolicy.Read(document).With([Server], "new-id");

        Assert.StartsWith("""{ "Version" : "2008-10-17", "Id":"x",  "Statement":[""" + theirs + ",", extended);
        Assert.EndsWith("] }", extended);
        Assert.Empty(TrustPolicy.Read(extended).Missing([Server], "new-id"));
    }

    [Fact]
    public void A_given_External_ID_that_conflicts_with_the_roles_is_refused()
    {
        WantedGrant wanted = Wanted with { ExternalId = "given-id" };

        StageException error = Assert.Throws<StageException>(
            () => GrantPlan.From(wanted, Found(TrustPolicy.For([Server], "found-id"), Policy), "new-id"));

        Assert.Equal("ExternalIdConflict", error.ErrorId);
        Assert.DoesNotContain("found-id", error.Message);
    }

    [Theory]
    [InlineData("aws-cn", "cn-north-1")]
    [InlineData("aws-us-gov", "us-gov-west-1")]
    public void Partition_and_account_come_from_the_functions_ARN(string partition, string region)
    {
        FunctionArn function = FunctionArn.Parse($"arn:{partition}:lambda:{region}:123456789012:function:worker");

        GrantPlan plan = GrantPlan.From(Wanted, new GrantState(function, "worker-temporal-invoke", null, null), "new-id");

        Assert.Equal($"arn:{partition}:iam::123456789012:role/worker-temporal-invoke", plan.Expected.InvokeRoleArn);
        Assert.Contains($"\"{function.Unqualified}:*\"", plan.Policy);
    }

    [Theory]
    [InlineData("the role's policies are full", "RolePoliciesFull")]
    [InlineData("the trust policy is full", "TrustPolicyFull")]
    [InlineData("another path than the role's", "RolePathDiffers")]
    [InlineData("a boundary for another's role", "RoleNotOwn")]
    public void What_IAM_would_refuse_is_refused_before(string situation, string errorId)
    {
        string trust = TrustPolicy.For([Server], "found-id");
        (WantedGrant wanted, GrantState found) = situation switch
        {
            "the role's policies are full" => (Wanted, Found(trust, null) with { OtherPoliciesLength = 10241 - Policy.Length }),
            "the trust policy is full" => (
                Wanted, Found(TrustPolicy.For([.. Enumerable.Range(0, 100).Select(i => $"arn:aws:iam::{i:000000000000}:role/server")], "found-id"), Policy)),
            "another path than the role's" => (Wanted with { RolePath = "/x/" }, Found(trust, Policy)),
            _ => (Wanted with { PermissionsBoundary = BoundaryArn }, Found(trust, Policy)),
        };

        Assert.Equal(errorId, Assert.Throws<StageException>(() => GrantPlan.From(wanted, found, "new-id")).ErrorId);
    }

    [Fact]
    public void A_new_role_has_the_path_and_boundary_that_were_given()
    {
        GrantPlan plan = GrantPlan.From(Wanted with { RolePath = "/team/", PermissionsBoundary = BoundaryArn }, Found(null, null), "new-id");

        Assert.Equal(("/team/", BoundaryArn), (plan.Create!.Path, plan.Create.PermissionsBoundary));
        Assert.Equal("arn:aws:iam::123456789012:role/team/worker-temporal-invoke", plan.Expected.InvokeRoleArn);
    }

    private static GrantState Own(GrantState found, string? boundary) => found with
    {
        Role = found.Role! with { PermissionsBoundary = boundary, Tags = OwnTags.For("worker", null, null) },
    };

    private static (WantedGrant Wanted, GrantState Found) For(string situation)
    {
        string trust = TrustPolicy.For([Server], "found-id");
        return situation switch
        {
            "nothing is there" => (Wanted, Found(null, null)),
            "all is as wanted" => (Wanted, Found(trust, Policy)),
            "killed after the role was created" => (Wanted, Found(trust, null)),
            "a role that trusts nobody of Temporal" => (
                Wanted, Found("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"x"},"Action":"sts:AssumeRole"}]}""", null)),
            "a role that trusts another with an External ID" => (Wanted, Found(TrustPolicy.For([Other], "found-id"), null)),
            "one principal more" => (Wanted with { Principals = [Server, Other] }, Found(trust, Policy)),
            "the given External ID is the one found" => (Wanted with { ExternalId = "found-id" }, Found(trust, Policy)),
            "an External ID is given for a new role" => (Wanted with { ExternalId = "given-id" }, Found(null, null)),
            "another External ID is given with force" => (Wanted with { ExternalId = "given-id", Force = true }, Found(trust, Policy)),
            "one of several External IDs" => (
                Wanted with { ExternalId = "second-id" }, Found(trust.Replace("\"found-id\"", """["found-id","second-id"]"""), Policy)),
            "another External ID is given with force, and the role has both" => (
                Wanted with { ExternalId = "given-id", Force = true }, Found(TrustPolicy.Read(trust).With([Server], "given-id"), Policy)),
            "a boundary for our role" => (Wanted with { PermissionsBoundary = BoundaryArn }, Own(Found(trust, Policy), null)),
            "the boundary that our role has" => (Wanted with { PermissionsBoundary = BoundaryArn }, Own(Found(trust, Policy), BoundaryArn)),
            "a role that is nearly full" => (Wanted, Found(trust, null) with { OtherPoliciesLength = 10240 - Policy.Length }),
            "a policy that was changed" => (Wanted, Found(trust, Policy.Replace("lambda:GetFunction", "lambda:*"))),
            _ => throw new ArgumentOutOfRangeException(nameof(situation)),
        };
    }

    private static GrantState Found(string? trust, string? policy) => new(
        Function,
        "worker-temporal-invoke",
        trust is null ? null : new Role { RoleName = "worker-temporal-invoke", Arn = RoleArn, AssumeRolePolicyDocument = trust },
        policy);
}
