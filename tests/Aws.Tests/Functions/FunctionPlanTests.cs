using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Roles;

namespace TemporalLambda.Aws.Tests.Functions;

public class FunctionPlanTests
{
    private const string Arn = "arn:aws-cn:lambda:cn-north-1:123456789012:function:worker";
    private const string OwnRoleArn = "arn:aws-cn:iam::123456789012:role/worker-execution";

    private static readonly EventInvokeConfig EventInvoke = new() { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 60 };

    private static readonly WantedFunction Wanted = SampleFunction.Wanted with
    {
        PackageSha256 = "sha-1", Fingerprint = "code-1", Address = "temporal:7233", Namespace = "default",
    };

    private static readonly FunctionConfiguration Latest = new()
    {
        FunctionName = "worker",
        FunctionArn = Arn,
        Version = "$LATEST",
        Role = OwnRoleArn,
        Runtime = "provided.al2023",
        Handler = "bootstrap",
        Architectures = ["arm64"],
        Timeout = 600,
        MemorySize = 512,
        CodeSha256 = "sha-1",
        Environment = new FunctionEnvironment(new Dictionary<string, string>
        {
            ["TEMPORAL_ADDRESS"] = "temporal:7233",
            ["TEMPORAL_LAMBDA_BUILD_ID"] = "b1",
            ["TEMPORAL_LAMBDA_DEPLOYMENT_NAME"] = "shop",
            ["TEMPORAL_NAMESPACE"] = "default",
            ["TEMPORAL_TASK_QUEUE"] = "orders",
        }),
    };

    private static readonly FunctionConfiguration Version1 = Latest with { Version = "1", Description = "Temporal build b1, code code-1" };

    private static readonly FunctionState Done = new()
    {
        Arn = FunctionArn.Parse(Arn),
        Latest = Latest,
        Versions = [Version1],
        EventInvoke = EventInvoke,
        OwnRole = OwnRole(),
        RoleArn = OwnRoleArn,
    };

    private static readonly FunctionState Nothing = Done with
    {
        Latest = null,
        Versions = [],
        EventInvoke = null,
        OwnRole = new ExecutionRoleState("worker-execution", null, null),
    };

    public static TheoryData<string, string[]> Situations => new()
    {
        { "nothing is there", [CreateRole, WriteLogs, CreateFunction, Publish, SetAsync] },
        { "all is as wanted", [] },
        { "killed after the role was created", [WriteLogs, CreateFunction, Publish, SetAsync] },
        { "killed after the role had its policy", [CreateFunction, Publish, SetAsync] },
        { "killed after the function was created", [Publish, SetAsync] },
        { "killed after the version was published", ["Set asynchronous invocations of 'worker' (1) to 0 retries and 60 s."] },
        {
            "new code and build",
            ["Change the variable TEMPORAL_LAMBDA_BUILD_ID of 'worker'.", "Replace the code of 'worker' with build 'b2'.",
             "Publish a version of 'worker' for build 'b2'.", SetAsync]
        },
        { "killed after new code", ["Publish a version of 'worker' for build 'b2'.", SetAsync] },
        { "the build of before again", [] },
        {
            "more memory and time",
            ["Change the timeout of 'worker' from 600 s to 60 s.", "Change the memory of 'worker' from 512 MB to 1024 MB.", Publish, SetAsync]
        },
        {
            "other runtime, handler, architecture and role",
            ["Change the execution role of 'worker' from worker-execution to mine.",
             "Change the runtime of 'worker' from provided.al2023 to dotnet10.",
             "Change the handler of 'worker' from bootstrap to App.", "Replace the code of 'worker' with build 'b1'.", Publish, SetAsync]
        },
        {
            "variables set, changed and removed",
            ["Change the variable CHANGED of 'worker'.", "Set the variable NEW of 'worker'.", "Remove the variable OLD of 'worker'.", Publish, SetAsync]
        },
        { "variables of others", [] },
        {
            "an address that the package says now",
            ["Remove the variable TEMPORAL_ADDRESS of 'worker'.", "Remove the variable TEMPORAL_NAMESPACE of 'worker'.", Publish, SetAsync]
        },
        { "a rotated certificate in the package", ["Replace the code of 'worker' with build 'b1'.", Publish, SetAsync] },
        { "a function that runs as a role of its owner's", [] },
        { "an execution role that another made", [] },
        { "a log policy that was changed", [WriteLogs] },
        { "other settings for asynchronous invocation", ["Set asynchronous invocations of 'worker' (1) to 0 retries and 60 s."] },
        { "unqualified from nothing", [CreateRole, WriteLogs, CreateFunction, "Set asynchronous invocations of 'worker' ($LATEST) to 0 retries and 60 s."] },
        { "unqualified with new code", ["Replace the code of 'worker' with build 'b1'."] },
        { "unqualified as wanted", [] },
    };

    private const string CreateRole = "Create the execution role 'worker-execution'.";
    private const string WriteLogs = "Let the role 'worker-execution' write the log of 'worker'.";
    private const string CreateFunction = "Create the function 'worker' (provided.al2023, arm64, 512 MB, 600 s).";
    private const string Publish = "Publish a version of 'worker' for build 'b1'.";
    private const string SetAsync = "Set asynchronous invocations of 'worker' (the new version) to 0 retries and 60 s.";

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_plan_is_what_differs_and_nothing_else(string situation, string[] expected)
    {
        (WantedFunction wanted, FunctionState found) = For(situation);

        Assert.Equal(expected, FunctionPlan.From(wanted, found).Changes.Select(change => change.Sentence));
    }

    [Fact]
    public void Every_change_names_its_action_and_target() => Assert.Equal(
        [
            ("CreateRole", "worker-execution"),
            ("PutRolePolicy", "worker-execution"),
            ("CreateFunction", "worker"),
            ("PublishVersion", "worker"),
            ("PutFunctionEventInvokeConfig", "worker"),
        ],
        FunctionPlan.From(Wanted, Nothing).Changes.Select(change => (change.Action, change.Target)));

    [Fact]
    public void Only_what_differs_is_in_the_request()
    {
        FunctionPlan plan = FunctionPlan.From(Wanted with { Timeout = 60 }, Done with { EventInvoke = null });

        Assert.Equal(new UpdateFunctionConfigurationRequest { Timeout = 60 }, plan.Update);
    }

    [Fact]
    public void Settings_that_go_back_to_an_earlier_versions_are_set_and_that_version_is_taken()
    {
        FunctionConfiguration more = Latest with { Environment = new FunctionEnvironment(new Dictionary<string, string>(Latest.Environment!.Variables!) { ["LEVEL"] = "debug" }) };
        FunctionState found = Done with { Latest = more, Versions = [Version1, more with { Version = "2", Description = Version1.Description }] };

        FunctionPlan plan = FunctionPlan.From(Wanted with { Environment = new Dictionary<string, string?> { ["LEVEL"] = null } }, found);

        Assert.Equal(["Remove the variable LEVEL of 'worker'."], plan.Changes.Select(change => change.Sentence));
        Assert.Equal(new FunctionResult(Arn, "1", Arn + ":1", OwnRoleArn), plan.Expected);
    }

    [Fact]
    public void A_build_of_before_keeps_its_version()
    {
        (WantedFunction wanted, FunctionState found) = For("the build of before again");

        Assert.Equal(
            new FunctionResult(Arn, "1", Arn + ":1", OwnRoleArn), FunctionPlan.From(wanted, found).Expected);
    }

    [Theory]
    [InlineData(false, "2", Arn + ":2")]
    [InlineData(true, "$LATEST", Arn)]
    public void What_will_be_there_is_told_before(bool unqualified, string version, string qualifiedArn)
    {
        FunctionPlan plan = FunctionPlan.From(Wanted with { Unqualified = unqualified, Timeout = 1 }, Done);

        Assert.Equal(new FunctionResult(Arn, version, qualifiedArn, OwnRoleArn), plan.Expected);
    }

    [Fact]
    public void The_same_build_id_with_other_code_is_refused()
    {
        WantedFunction wanted = Wanted with { PackageSha256 = "sha-2", Fingerprint = "code-2" };

        StageException error = Assert.Throws<StageException>(() => FunctionPlan.From(wanted, Done));

        Assert.Equal(("BuildIdHasOtherCode", "b1"), (error.ErrorId, error.Target));
    }

    [Fact]
    public void The_same_build_id_with_other_code_is_development_where_no_version_is_published() =>
        Assert.Single(FunctionPlan.From(Wanted with { Unqualified = true, PackageSha256 = "sha-2", Fingerprint = "code-2" }, Done).Changes);

    [Fact]
    public void An_environment_over_4_KB_is_refused()
    {
        WantedFunction wanted = Wanted with { Environment = new Dictionary<string, string?> { ["BIG"] = new string('x', 4096) } };

        Assert.Equal("EnvironmentTooLarge", Assert.Throws<StageException>(() => FunctionPlan.From(wanted, Done)).ErrorId);
    }

    private static (WantedFunction Wanted, FunctionState Found) For(string situation)
    {
        WantedFunction second = Wanted with { BuildId = "b2", PackageSha256 = "sha-2", Fingerprint = "code-2" };
        FunctionConfiguration latestOfSecond = Latest with { CodeSha256 = "sha-2", Environment = With(("TEMPORAL_LAMBDA_BUILD_ID", "b2")) };
        FunctionConfiguration withOthers = Latest with { Environment = With(("CHANGED", "1"), ("OLD", "secret")) };
        return situation switch
        {
            "nothing is there" => (Wanted, Nothing),
            "all is as wanted" => (Wanted, Done),
            "killed after the role was created" => (Wanted, Nothing with { OwnRole = OwnRole() with { OwnPolicy = null } }),
            "killed after the role had its policy" => (Wanted, Nothing with { OwnRole = OwnRole() }),
            "killed after the function was created" => (Wanted, Done with { Versions = [], EventInvoke = null }),
            "killed after the version was published" => (Wanted, Done with { EventInvoke = null }),
            "new code and build" => (second, Done with { EventInvoke = null }),
            "killed after new code" => (second, Done with { Latest = latestOfSecond, EventInvoke = null }),
            "the build of before again" => (Wanted, Done with { Latest = latestOfSecond, Versions = [Version1, latestOfSecond with { Version = "2" }] }),
            "more memory and time" => (Wanted with { MemorySize = 1024, Timeout = 60 }, Done with { EventInvoke = null }),
            "other runtime, handler, architecture and role" => (
                Wanted with { Runtime = "dotnet10", Handler = "App", Architecture = "x86_64" },
                Done with { RoleArn = "arn:aws-cn:iam::123456789012:role/mine", OwnRole = null, EventInvoke = null }),
            "variables set, changed and removed" => (
                Wanted with { Environment = new Dictionary<string, string?> { ["CHANGED"] = "2", ["NEW"] = "3", ["OLD"] = null } },
                Done with { Latest = withOthers, EventInvoke = null }),
            "variables of others" => (
                Wanted, Done with { Latest = withOthers, Versions = [withOthers with { Version = "1" }] }),
            "an address that the package says now" => (Wanted with { Address = null, Namespace = null }, Done with { EventInvoke = null }),
            "a rotated certificate in the package" => (Wanted with { PackageSha256 = "sha-1b" }, Done with { EventInvoke = null }),
            "a function that runs as a role of its owner's" => (Wanted, Owned("arn:aws-cn:iam::123456789012:role/owner")),
            "an execution role that another made" => (Wanted, Done with { OwnRole = Untagged() }),
            "a log policy that was changed" => (Wanted, Done with { OwnRole = OwnRole() with { OwnPolicy = "{}" } }),
            "other settings for asynchronous invocation" => (Wanted, Done with { EventInvoke = EventInvoke with { MaximumRetryAttempts = 2 } }),
            "unqualified from nothing" => (Wanted with { Unqualified = true }, Nothing),
            "unqualified with new code" => (Wanted with { Unqualified = true, PackageSha256 = "sha-3" }, Done),
            "unqualified as wanted" => (Wanted with { Unqualified = true }, Done with { Versions = [] }),
            _ => throw new ArgumentOutOfRangeException(nameof(situation)),
        };
    }

    private static FunctionState Owned(string roleArn) => Done with
    {
        Latest = Latest with { Role = roleArn }, Versions = [Version1 with { Role = roleArn }], OwnRole = null, RoleArn = roleArn,
    };

    private static ExecutionRoleState OwnRole()
    {
        Role role = new()
        {
            RoleName = "worker-execution", Arn = OwnRoleArn, AssumeRolePolicyDocument = LambdaTrust.Document, Tags = OwnTags.For("worker", "shop", "default"),
        };
        RoleNeeds needs = new() { Function = FunctionArn.Parse(Arn), LogGroups = ["/aws/lambda/worker"] };
        ExecutionRoleState bare = new("worker-execution", role, null);
        ExecutionRolePlan plan = ExecutionRolePlan.From(needs, new(), role.Tags, new Dictionary<string, string?>(), bare);
        return bare with { OwnPolicy = plan.OwnPolicy };
    }

    private static ExecutionRoleState Untagged() =>
        OwnRole() with { Role = new Role { RoleName = "worker-execution", Arn = OwnRoleArn }, OwnPolicy = null };

    private static FunctionEnvironment With(params (string Name, string Value)[] more)
    {
        Dictionary<string, string> variables = new(Latest.Environment!.Variables!);
        foreach ((string name, string value) in more)
        {
            variables[name] = value;
        }

        return new FunctionEnvironment(variables);
    }
}
