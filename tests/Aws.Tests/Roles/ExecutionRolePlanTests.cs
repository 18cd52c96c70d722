using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Roles;

namespace TemporalLambda.Aws.Tests.Roles;

public class ExecutionRolePlanTests
{
    private const string Boundary = "arn:aws:iam::123456789012:policy/boundary";
    private const string Managed = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";
    private const string Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}""";
    private const string Create = "Create the execution role 'worker-execution'.";
    private const string WriteLog = "Let the role 'worker-execution' write the log of 'worker'.";
    private const string Attach = "Let the role 'worker-execution' attach 'worker' to its network.";
    private const string NotForCode = "Let the role 'worker-execution' keep the network from the code of 'worker'.";
    private const string Trace = "Let the role 'worker-execution' send the traces of 'worker'.";

    private const string Theirs =
        """{ "Version": "2012-10-17", "Statement": [{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}] }""";

    private static readonly RoleNeeds Needs = new()
    {
        Function = FunctionArn.Parse("arn:aws:lambda:eu-central-1:123456789012:function:worker"), LogGroups = ["/aws/lambda/worker"],
    };

    private static readonly IReadOnlyDictionary<string, string> Own = OwnTags.For("worker", "shop", null);

    private static readonly ExecutionRoleState Nothing = new("worker-execution", null, null);

    public static TheoryData<string, string[]> Situations => new()
    {
        { "nothing is there", [Create, WriteLog] },
        { "with a network", [Create, WriteLog, Attach, NotForCode] },
        { "traced", [Create, WriteLog, Trace] },
        { "all is as wanted", [] },
        { "a network is added", [Attach, NotForCode] },
        {
            "the network is left",
            ["Remove the statement Network from the policy temporal-worker of the role 'worker-execution'.",
             "Remove the statement NetworkNotForCode from the policy temporal-worker of the role 'worker-execution'."]
        },
        { "another log group", [WriteLog] },
        {
            "with everything that can be given",
            [$"Create the execution role 'worker-execution' under the path /team/ with the permissions boundary {Boundary}.", WriteLog,
             "Put the given policy document on the role 'worker-execution'.", $"Attach the policy {Managed} to the role 'worker-execution'."]
        },
        {
            "given to a role that is there",
            [$"Set the permissions boundary of the role 'worker-execution' to {Boundary}.",
             "Set the tag team of the role 'worker-execution'.", "Remove the tag old of the role 'worker-execution'.",
             "Put the given policy document on the role 'worker-execution'.", $"Attach the policy {Managed} to the role 'worker-execution'."]
        },
        { "given and there", [] },
        { "not given and there", [] },
        { "Lambda is not trusted any more", ["Let Lambda assume the role 'worker-execution' again."] },
        { "a role that another made", [] },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_plan_is_what_differs_and_nothing_else(string situation, string[] expected)
    {
        ExecutionRoleOptions given = new() { PermissionsBoundary = Boundary, PolicyArns = [Managed], PolicyDocument = Document };
        ExecutionRoleState full = Found(Needs) with { GivenPolicy = Document, AttachedPolicies = [Managed, "arn:aws:iam::aws:policy/Other"] };
        full = full with { Role = full.Role! with { PermissionsBoundary = Boundary } };
        Dictionary<string, string?> tags = new() { ["team"] = "shop", ["old"] = null };
        ExecutionRoleState tagged = Found(Needs) with { Role = Role(new Dictionary<string, string>(Own) { ["old"] = "1", ["theirs"] = "2" }) };

        ExecutionRolePlan plan = situation switch
        {
            "nothing is there" => Plan(Needs, Nothing),
            "with a network" => Plan(Needs with { Vpc = true }, Nothing),
            "traced" => Plan(Needs with { Tracing = true }, Nothing),
            "all is as wanted" => Plan(Needs, Found(Needs)),
            "a network is added" => Plan(Needs with { Vpc = true }, Found(Needs)),
            "the network is left" => Plan(Needs, Found(Needs with { Vpc = true })),
            "another log group" => Plan(Needs with { LogGroups = ["mine"] }, Found(Needs)),
            "with everything that can be given" => Plan(Needs, Nothing, given with { Path = "/team/" }),
            "given to a role that is there" => Plan(Needs, tagged, given, tags),
            "given and there" => Plan(Needs, full, given with { Path = "/" }),
            "Lambda is not trusted any more" => Plan(Needs, Found(Needs) with { Role = Role(Own) with { AssumeRolePolicyDocument = Theirs } }),
            "not given and there" => Plan(Needs, full),
            _ => Plan(Needs, new ExecutionRoleState("worker-execution", Role(new Dictionary<string, string>()), null)),
        };

        Assert.Equal(expected, plan.Changes.Select(change => change.Sentence));
    }

    [Theory]
    [InlineData("aws", "eu-central-1")]
    [InlineData("aws-cn", "cn-north-1")]
    [InlineData("aws-us-gov", "us-gov-west-1")]
    public void The_role_may_write_its_own_log_and_nothing_else(string partition, string region)
    {
        FunctionArn function = FunctionArn.Parse($"arn:{partition}:lambda:{region}:123456789012:function:worker");

        ExecutionRolePlan plan = Plan(Needs with { Function = function }, Nothing);

        string group = $"arn:{partition}:logs:{region}:123456789012:log-group:/aws/lambda/worker";
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Sid":"OwnLog","Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":["""
            + $"\"{group}\",\"{group}:*\"]}}]}}",
            plan.OwnPolicy);
    }

    [Fact]
    public void Whom_others_let_assume_the_role_stays_when_Lambda_is_let_in_again()
    {
        string? trust = Plan(Needs, Found(Needs) with { Role = Role(Own) with { AssumeRolePolicyDocument = Theirs } }).Trust;

        Assert.StartsWith(Theirs[..Theirs.LastIndexOf("] }", StringComparison.Ordinal)], trust, StringComparison.Ordinal);
        Assert.True(LambdaTrust.IsIn(trust!));
    }

    [Fact]
    public void The_network_is_for_Lambda_and_not_for_the_workers_code()
    {
        string policy = Plan(Needs with { Vpc = true }, Nothing).OwnPolicy!;

        Assert.Contains("\"Effect\":\"Deny\"", policy);
        Assert.Contains("{\"ArnEquals\":{\"lambda:SourceFunctionArn\":[\"arn:aws:lambda:eu-central-1:123456789012:function:worker\"]}}", policy);
    }

    [Fact]
    public void What_is_wanted_of_a_role_that_another_made_is_refused()
    {
        ExecutionRoleState theirs = new("worker-execution", Role(new Dictionary<string, string>()), null);

        StageException error = Assert.Throws<StageException>(() => Plan(Needs, theirs, new ExecutionRoleOptions { PolicyArns = [Managed] }));

        Assert.Equal(("RoleNotOwn", "worker-execution"), (error.ErrorId, error.Target));
    }

    [Fact]
    public void A_role_is_never_moved()
    {
        StageException error = Assert.Throws<StageException>(() => Plan(Needs, Found(Needs), new ExecutionRoleOptions { Path = "/team/" }));

        Assert.Equal("RolePathDiffers", error.ErrorId);
    }

    private static ExecutionRolePlan Plan(
        RoleNeeds needs, ExecutionRoleState found, ExecutionRoleOptions? options = null, Dictionary<string, string?>? tags = null) =>
        ExecutionRolePlan.From(needs, options ?? new(), Own, tags ?? [], found);

    private static ExecutionRoleState Found(RoleNeeds needs) => new("worker-execution", Role(Own), Plan(needs, Nothing).OwnPolicy);

    private static Role Role(IReadOnlyDictionary<string, string> tags) =>
        new()
        {
            RoleName = "worker-execution",
            Arn = "arn:aws:iam::123456789012:role/worker-execution",
            AssumeRolePolicyDocument = LambdaTrust.Document,
            Tags = tags,
        };
}
