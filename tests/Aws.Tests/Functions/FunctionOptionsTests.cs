using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Tests.Functions;

/// <summary>The settings beyond what a worker is, with the fake.</summary>
public sealed class FunctionOptionsTests(FakeAws aws) : IDisposable
{
    private const string Key = "arn:aws:kms:eu-central-1:123456789012:key/1";
    private const string Layer = "arn:aws:lambda:eu-central-1:123456789012:layer:one:1";
    private const string Managed = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";
    private const string Boundary = "arn:aws:iam::aws:policy/PowerUserAccess";
    private const string Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}""";
    private const string LambdaTrust =
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com","lambda.amazonaws.com"]},"Action":["sts:AssumeRole"]}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("options-").FullName;
    private readonly RecordingReporter _reporter = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static FunctionOptions Rich => new()
    {
        EphemeralStorage = 1024,
        KmsKeyArn = Key,
        SubnetIds = ["subnet-1", "subnet-2"],
        SecurityGroupIds = ["sg-1"],
        Layers = [Layer],
        TracingMode = "Active",
        LogFormat = "JSON",
        ApplicationLogLevel = "WARN",
        LogRetentionDays = 30,
        ReservedConcurrency = 5,
        Tags = new Dictionary<string, string?> { ["team"] = "shop" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_has_every_setting_that_was_given_and_a_rerun_changes_nothing(bool existedBefore)
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction plain = Wanted("rich-" + existedBefore);
        WantedFunction wanted = plain with
        {
            Options = Rich, RoleOptions = new() { PermissionsBoundary = Boundary, PolicyArns = [Managed], PolicyDocument = Document },
        };
        if (existedBefore)
        {
            await DeployAsync(session, plain);
        }

        FunctionResult result = await DeployAsync(session, wanted);
        FunctionPlan again = await new FunctionDeployment(session, _reporter).PlanAsync(wanted, Token);
        FunctionPlan notGiven = await new FunctionDeployment(session, _reporter).PlanAsync(plain, Token);

        Assert.Empty(again.Changes);
        Assert.Empty(notGiven.Changes);
        FunctionConfiguration version = await session.Lambda.GetFunctionConfigurationAsync(wanted.FunctionName, result.FunctionVersion, Token);
        Assert.Equal((1024, Key, "Active"), (version.EphemeralStorage!.Size, version.KMSKeyArn, version.TracingConfig!.Mode));
        Assert.Equal("subnet-1 subnet-2 sg-1", string.Join(' ', version.VpcConfig!.SubnetIds.Concat(version.VpcConfig.SecurityGroupIds)));
        Assert.Equal(Layer, Assert.Single(version.Layers).Arn);
        Assert.Equal(("JSON", "WARN"), (version.LoggingConfig!.LogFormat, version.LoggingConfig.ApplicationLogLevel));
        FunctionDescription function = await session.Lambda.GetFunctionAsync(wanted.FunctionName, null, Token);
        Assert.Equal((5, "shop"), (function.Concurrency!.ReservedConcurrentExecutions, function.Tags!["team"]));
        Assert.Equal(30, Assert.Single(await session.Logs.DescribeLogGroupsAsync("/aws/lambda/" + wanted.FunctionName, Token)).RetentionInDays);
        Role role = await session.Iam.GetRoleAsync(wanted.FunctionName + "-execution", Token);
        Assert.Equal((Boundary, "shop"), (role.PermissionsBoundary, role.Tags["team"]));
        Assert.Equal([Managed], await session.Iam.ListAttachedRolePoliciesAsync(role.RoleName, Token));
        Assert.Equal(["additional", "temporal-worker"], (await session.Iam.ListRolePoliciesAsync(role.RoleName, Token)).Order());
    }

    [Fact]
    public async Task What_is_given_as_nothing_is_taken_away()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("taken-away") with { Options = Rich };
        await DeployAsync(session, wanted);
        FunctionOptions nothing = new()
        {
            KmsKeyArn = "",
            SubnetIds = [],
            SecurityGroupIds = [],
            Layers = [],
            TracingMode = "PassThrough",
            LogFormat = "Text",
            LogRetentionDays = 0,
            ReservedConcurrency = -1,
            Tags = new Dictionary<string, string?> { ["team"] = null },
        };

        FunctionResult result = await DeployAsync(session, wanted with { Options = nothing });

        FunctionConfiguration version = await session.Lambda.GetFunctionConfigurationAsync("taken-away", result.FunctionVersion, Token);
        Assert.Equal(("", 0, 0), (version.KMSKeyArn, version.VpcConfig!.SubnetIds.Count, version.Layers.Count));
        FunctionDescription function = await session.Lambda.GetFunctionAsync("taken-away", null, Token);
        Assert.Null(function.Concurrency?.ReservedConcurrentExecutions);
        Assert.False(function.Tags!.ContainsKey("team"));
        Assert.True(OwnTags.AreOn(function.Tags, "taken-away"));
        Assert.Null(Assert.Single(await session.Logs.DescribeLogGroupsAsync("/aws/lambda/taken-away", Token)).RetentionInDays);
    }

    [Fact]
    public async Task A_role_under_a_path_is_known_before_it_is_there()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("under-a-path") with { RoleOptions = new() { Path = "/team/shop/" } };

        FunctionPlan plan = await new FunctionDeployment(session, _reporter).PlanAsync(wanted, Token);
        await new FunctionDeployment(session, _reporter).ApplyAsync(plan, Token);

        Assert.Equal("arn:aws:iam::123456789012:role/team/shop/under-a-path-execution", plan.Expected.ExecutionRoleArn);
        Assert.Equal(plan.Expected.ExecutionRoleArn, (await session.Iam.GetRoleAsync("under-a-path-execution", Token)).Arn);
        Assert.Empty((await new FunctionDeployment(session, _reporter).PlanAsync(wanted, Token)).Changes);
    }

    [Theory]
    [InlineData("arn:aws:iam::123456789012:user/someone", "ExecutionRoleArnNotValid")]
    [InlineData("arn:aws:iam::210987654321:role/theirs", "ExecutionRoleOfOtherAccount")]
    [InlineData("arn:aws:iam::123456789012:role/absent", "ExecutionRoleNotFound")]
    [InlineData("arn:aws:iam::123456789012:role/for-ec2", "ExecutionRoleWithoutTrust")]
    public async Task A_given_role_that_does_not_fit_is_refused_before_anything_is_changed(string roleArn, string errorId)
    {
        using AwsSession session = await aws.OpenAsync();
        await CreateRoleAsync(session, "for-ec2", LambdaTrust.Replace("lambda.", "lambda-not."));
        StageException error = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => error = await Assert.ThrowsAsync<StageException>(
            () => DeployAsync(session, Wanted("unfit") with { ExecutionRoleArn = roleArn })));

        Assert.Equal((errorId, roleArn), (error.ErrorId, error.Target));
        Assert.DoesNotContain(calls, call => call.Changes);
    }

    [Fact]
    public async Task What_a_given_role_seems_not_to_allow_is_a_warning()
    {
        using AwsSession session = await aws.OpenAsync();
        string role = await CreateRoleAsync(session, "poor", LambdaTrust);
        await aws.PlanAsync(new
        {
            operation = "SimulatePrincipalPolicy",
            times = 1,
            status = 200,
            body = """
                <SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><EvaluationResults>
                <member><EvalActionName>logs:PutLogEvents</EvalActionName><EvalDecision>implicitDeny</EvalDecision></member>
                </EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
                """,
        });

        await DeployAsync(session, Wanted("poorly") with { ExecutionRoleArn = role });

        Assert.Contains("W The role 'poor' seems not to allow what 'poorly' needs: logs:PutLogEvents.", _reporter.Lines);
    }

    [Theory]
    [InlineData("GetRole", "V Whether Lambda may assume 'arn:aws:iam::123456789012:role/unseen-GetRole' can not be seen: iam:GetRole is not allowed.")]
    [InlineData("SimulatePrincipalPolicy", "V What 'arn:aws:iam::123456789012:role/unseen-SimulatePrincipalPolicy' may do can not be seen")]
    public async Task Who_may_not_look_at_a_given_role_may_use_it(string operation, string line)
    {
        using AwsSession session = await aws.OpenAsync();
        string role = await CreateRoleAsync(session, "unseen-" + operation, LambdaTrust);
        await aws.PlanAsync(
            new { operation, times = 1, status = 403, code = "AccessDenied" },
            new { operation = "SimulatePrincipalPolicy", times = 1, status = 200, body = "<R><SimulatePrincipalPolicyResult/></R>" });

        await DeployAsync(session, Wanted("unseeing-" + operation) with { ExecutionRoleArn = role });

        Assert.Contains(_reporter.Lines, l => l.StartsWith(line, StringComparison.Ordinal));
        Assert.DoesNotContain(_reporter.Lines, l => l.StartsWith("W ", StringComparison.Ordinal));
        await aws.PlanAsync();
    }

    private static async Task<string> CreateRoleAsync(AwsSession session, string name, string trust) =>
        (await session.Iam.GetRoleAsync(name, Token).OrNull()
            ?? await session.Iam.CreateRoleAsync(new() { RoleName = name, AssumeRolePolicyDocument = trust }, Token)).Arn;

    private async Task<FunctionResult> DeployAsync(AwsSession session, WantedFunction wanted)
    {
        FunctionDeployment deployment = new(session, _reporter);
        return await deployment.ApplyAsync(await deployment.PlanAsync(wanted, Token), Token);
    }

    private WantedFunction Wanted(string functionName) =>
        SampleFunction.In(_folder, functionName) with { Address = "temporal:7233", Namespace = "default" };
}
