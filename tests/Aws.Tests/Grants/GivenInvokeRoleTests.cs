using TemporalLambda.Aws.Grants;

namespace TemporalLambda.Aws.Tests.Grants;

public class GivenInvokeRoleTests(FakeAws aws)
{
    private const string Server = "arn:aws:iam::123456789012:user/temporal-server";
    private const string Root = "arn:aws:iam::123456789012:root";

    private readonly RecordingReporter _reporter = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Server, null, "role-id")]
    [InlineData(Server, "role-id", "role-id")]
    [InlineData(Root, null, "role-id")]
    public async Task A_role_that_trusts_Temporal_is_taken_with_its_External_ID_and_left_alone(string trusted, string? given, string expected)
    {
        using AwsSession session = await aws.OpenAsync();
        string arn = await CreateAsync(session, TrustPolicy.For([trusted], "role-id"));
        await PlanSimulationAsync("allowed", "allowed");

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => Assert.Equal(new GrantResult(arn, expected), await CheckAsync(session, arn, given)));

        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.DoesNotContain(_reporter.Lines, line => line.StartsWith('W'));
    }

    [Fact]
    public async Task A_role_of_the_official_template_is_taken()
    {
        using AwsSession session = await aws.OpenAsync();
        string arn = await CreateAsync(session, TrustPolicy.For([Server], "role-id").Replace("\"role-id\"", "[\"role-id\"]"));

        Assert.Equal("role-id", (await CheckAsync(session, arn, null)).ExternalId);
    }

    [Fact]
    public async Task A_permission_that_seems_to_be_missing_is_a_warning_that_names_it()
    {
        using AwsSession session = await aws.OpenAsync();
        string arn = await CreateAsync(session, TrustPolicy.For([Server], "role-id"));
        await PlanSimulationAsync("implicitDeny", "implicitDeny");

        await CheckAsync(session, arn, null);

        string warning = Assert.Single(_reporter.Lines, line => line.StartsWith('W'));
        Assert.Contains("lambda:InvokeFunction on arn:aws:lambda:eu-central-1:123456789012:function:given", warning);
        Assert.Contains("lambda:InvokeFunction on arn:aws:lambda:eu-central-1:123456789012:function:given:1", warning);
    }

    [Theory]
    [InlineData("trusts another", "InvokeRoleWithoutTrust")]
    [InlineData("trusts with another External ID", "InvokeRoleWithoutTrust")]
    [InlineData("trusts without an External ID", "InvokeRoleOpen")]
    [InlineData("trusts everybody", "InvokeRoleOpen")]
    [InlineData("has another path", "InvokeRoleNotFound")]
    [InlineData("is not there", "InvokeRoleNotFound")]
    [InlineData("is no role", "InvokeRoleArnNotValid")]
    [InlineData("may not be read", "InvokeRoleExternalIdUnknown")]
    public async Task A_role_that_Temporal_could_not_assume_is_refused(string situation, string errorId)
    {
        using AwsSession session = await aws.OpenAsync();
        string trust = TrustPolicy.For([situation == "trusts another" ? "arn:aws:iam::123456789012:user/other" : Server], "role-id");
        string condition = ""","Condition":{"StringEquals":{"sts:ExternalId":"role-id"}}""";
        string arn = await CreateAsync(session, situation switch
        {
            "trusts without an External ID" => trust.Replace(condition, ""),
            "trusts everybody" => trust.Replace(condition, "").Replace($$"""{"AWS":["{{Server}}"]}""", "\"*\""),
            _ => trust,
        });
        arn = situation switch
        {
            "has another path" => arn.Replace(":role/", ":role/x/"),
            "is not there" => arn + "-not",
            "is no role" => Server,
            _ => arn,
        };
        if (situation == "may not be read")
        {
            await aws.PlanAsync(new { operation = "GetRole", times = 1, status = 403, code = "AccessDenied" });
        }

        StageException error = await Assert.ThrowsAsync<StageException>(
            () => CheckAsync(session, arn, situation == "trusts with another External ID" ? "other-id" : null));

        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain("role-id", error.Message);
    }

    private async Task PlanSimulationAsync(params string[] decisions) => await aws.PlanAsync(
    [
        .. decisions.Select(decision => new
        {
            operation = "SimulatePrincipalPolicy",
            times = 1,
            status = 200,
            body =
                $"""
                <SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><EvaluationResults>
                <member><EvalActionName>lambda:InvokeFunction</EvalActionName><EvalDecision>{decision}</EvalDecision></member>
                </EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
                """,
        }),
    ]);

    private static async Task<string> CreateAsync(AwsSession session, string trust) =>
        (await session.Iam.CreateRoleAsync(new() { RoleName = "given-" + Guid.NewGuid(), AssumeRolePolicyDocument = trust }, Token)).Arn;

    private Task<GrantResult> CheckAsync(AwsSession session, string arn, string? externalId) => new GivenInvokeRole(session, _reporter).CheckAsync(
        arn,
        new WantedGrant
        {
            FunctionArn = "arn:aws:lambda:eu-central-1:123456789012:function:given", Principals = [Server], ExternalId = externalId,
        },
        Token);
}
