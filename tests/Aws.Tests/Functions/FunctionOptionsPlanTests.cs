using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Tests.Functions;

/// <summary>The settings beyond what a worker is: each of them from nothing, changed, equal and not given.</summary>
public class FunctionOptionsPlanTests
{
    private const string Arn = "arn:aws:lambda:eu-central-1:123456789012:function:worker";
    private const string Key = "arn:aws:kms:eu-central-1:123456789012:key/1";
    private const string Layer1 = "arn:aws:lambda:eu-central-1:123456789012:layer:one:1";
    private const string Layer2 = "arn:aws:lambda:eu-central-1:123456789012:layer:two:1";
    private const string Publish = "Publish a version of 'worker' for build 'b1'.";

    private static readonly WantedFunction Wanted = SampleFunction.Wanted with { PackageSha256 = "sha-1", Fingerprint = "code-1" };

    private static readonly FunctionConfiguration Plain = new()
    {
        FunctionName = "worker",
        FunctionArn = Arn,
        Version = "$LATEST",
        Role = "arn:aws:iam::123456789012:role/theirs",
        Runtime = "provided.al2023",
        Handler = "bootstrap",
        Architectures = ["arm64"],
        Timeout = 600,
        MemorySize = 512,
        CodeSha256 = "sha-1",
        Environment = new FunctionEnvironment(FunctionVariables.Merge(Wanted, null)),
    };

    private static readonly FunctionConfiguration Rich = Plain with
    {
        EphemeralStorage = new EphemeralStorage(1024),
        KMSKeyArn = Key,
        VpcConfig = new VpcConfig { SubnetIds = ["subnet-2", "subnet-1"], SecurityGroupIds = ["sg-1"], Ipv6AllowedForDualStack = true },
        Layers = [new FunctionLayer { Arn = Layer1 }, new FunctionLayer { Arn = Layer2 }],
        TracingConfig = new TracingConfig("Active"),
        LoggingConfig = new LoggingConfig { LogFormat = "JSON", ApplicationLogLevel = "WARN", SystemLogLevel = "INFO", LogGroup = "mine" },
    };

    public static TheoryData<string, string[]> Situations => new()
    {
        { "nothing is given", [] },
        { "all is given as it is", [] },
        { "more storage", ["Change the ephemeral storage of 'worker' from 512 MB to 1024 MB.", Publish] },
        { "a key", [$"Change the KMS key of 'worker' from Lambda's own to {Key}.", Publish] },
        { "no key any more", [$"Change the KMS key of 'worker' from {Key} to Lambda's own.", Publish] },
        {
            "a network",
            ["Change the subnets of 'worker' from none to subnet-1, subnet-2.", "Change the security groups of 'worker' from none to sg-1.", Publish]
        },
        { "another subnet", ["Change the subnets of 'worker' from subnet-1, subnet-2 to subnet-3.", Publish] },
        {
            "no network any more",
            ["Change the subnets of 'worker' from subnet-1, subnet-2 to none.", "Change the security groups of 'worker' from sg-1 to none.", Publish]
        },
        { "the network in another order", [] },
        { "layers in another order", [$"Change the layers of 'worker' from {Layer1}, {Layer2} to {Layer2}, {Layer1}.", Publish] },
        { "no layers any more", [$"Change the layers of 'worker' from {Layer1}, {Layer2} to none.", Publish] },
        { "traced", ["Change the tracing of 'worker' from PassThrough to Active.", Publish] },
        {
            "JSON",
            ["Change the log format of 'worker' from Text to JSON.", "Change the application log level of 'worker' from none to INFO.",
             "Change the system log level of 'worker' from none to INFO.", Publish]
        },
        { "another level", ["Change the application log level of 'worker' from WARN to ERROR.", Publish] },
        {
            "text again",
            ["Change the log format of 'worker' from JSON to Text.", "Change the application log level of 'worker' from WARN to none.",
             "Change the system log level of 'worker' from INFO to none.", Publish]
        },
        { "another log group", ["Change the log group of 'worker' from mine to /aws/lambda/worker.", Publish] },
        { "tags", ["Set the tag new of 'worker'.", "Set the tag other of 'worker'.", "Remove the tag old of 'worker'."] },
        { "a concurrency", ["Keep a concurrency of 5 for 'worker'."] },
        { "another concurrency", ["Keep a concurrency of 5 for 'worker'."] },
        { "the same concurrency", [] },
        { "no concurrency any more", ["Keep no concurrency for 'worker' any more."] },
        { "no concurrency as before", [] },
        { "a retention for a group that is not there", ["Create the log group 'g'.", "Keep the lines of the log group 'g' for 30 days."] },
        { "another retention", ["Keep the lines of the log group 'g' for 30 days."] },
        { "the same retention", [] },
        { "no retention any more", ["Keep the lines of the log group 'g' for ever."] },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_plan_is_what_differs_and_nothing_else(string situation, string[] expected)
    {
        (FunctionOptions options, FunctionState found) = For(situation);

        FunctionPlan plan = FunctionPlan.From(Wanted with { Options = options }, found);

        Assert.Equal(expected, plan.Changes.Select(c => c.Sentence).Where(s => !s.StartsWith("Set asynchronous", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_new_function_is_told_with_its_settings() => Assert.Contains(
        $"Create the function 'worker' (provided.al2023, arm64, 512 MB, 600 s, ephemeral storage 1024 MB, KMS key {Key}, "
            + $"subnets subnet-1, subnet-2, security groups sg-1, layers {Layer1}, {Layer2}, tracing Active, log format JSON, "
            + "application log level WARN, system log level INFO, log group mine).",
        FunctionPlan.From(Wanted with { Options = All }, There(null)).Changes.Select(change => change.Sentence));

    [Fact]
    public void Only_what_differs_is_sent()
    {
        FunctionPlan plan = FunctionPlan.From(Wanted with { Options = All with { SystemLogLevel = "DEBUG" } }, There(Rich));

        Assert.Equal(
            new UpdateFunctionConfigurationRequest
            {
                LoggingConfig = new LoggingConfig { LogFormat = "JSON", ApplicationLogLevel = "WARN", SystemLogLevel = "DEBUG", LogGroup = "mine" },
            },
            plan.Update);
    }

    [Fact]
    public void A_network_is_changed_as_a_whole()
    {
        FunctionPlan plan = FunctionPlan.From(Wanted with { Options = new() { SubnetIds = ["subnet-3"] } }, There(Rich));

        Assert.Equal(["subnet-3"], plan.Update!.VpcConfig!.SubnetIds);
        Assert.Equal(["sg-1"], plan.Update.VpcConfig.SecurityGroupIds);
        Assert.Equal(true, plan.Update.VpcConfig.Ipv6AllowedForDualStack);
    }

    [Theory]
    [InlineData("subnets alone", "NetworkIncomplete")]
    [InlineData("groups alone", "NetworkIncomplete")]
    [InlineData("a level for text", "LogLevelNeedsJson")]
    [InlineData("a level and text", "LogLevelNeedsJson")]
    public void Parts_that_need_one_another_are_refused_apart(string situation, string errorId)
    {
        FunctionOptions options = situation switch
        {
            "subnets alone" => new() { SubnetIds = ["subnet-1"] },
            "groups alone" => new() { SecurityGroupIds = ["sg-1"] },
            "a level for text" => new() { ApplicationLogLevel = "WARN" },
            _ => new() { SystemLogLevel = "WARN", LogFormat = "Text" },
        };

        Assert.Equal(errorId, Assert.Throws<StageException>(() => FunctionPlan.From(Wanted with { Options = options }, There(Plain))).ErrorId);
    }

    [Fact]
    public void The_role_keeps_what_an_older_version_needs()
    {
        FunctionState found = There(Plain) with { Versions = [Rich with { Version = "1" }] };

        Assert.True(found.Needs(Wanted, FunctionSettings.Of(Plain)) is { Vpc: true, Tracing: true, LogGroups: ["/aws/lambda/worker", "mine"] });
    }

    private static FunctionOptions All => new()
    {
        EphemeralStorage = 1024,
        KmsKeyArn = Key,
        SubnetIds = ["subnet-1", "subnet-2"],
        SecurityGroupIds = ["sg-1"],
        Layers = [Layer1, Layer2],
        TracingMode = "Active",
        LogFormat = "JSON",
        ApplicationLogLevel = "WARN",
        SystemLogLevel = "INFO",
        LogGroup = "mine",
    };

    private static (FunctionOptions Options, FunctionState Found) For(string situation)
    {
        FunctionState tagged = With(new Dictionary<string, string> { ["old"] = "1", ["other"] = "1", ["same"] = "1", ["theirs"] = "1" }, null);
        FunctionState reserved = With(new Dictionary<string, string>(), 3);
        return situation switch
        {
            "nothing is given" => (new(), There(Rich)),
            "all is given as it is" => (All, There(Rich)),
            "more storage" => (new() { EphemeralStorage = 1024 }, There(Plain)),
            "a key" => (new() { KmsKeyArn = Key }, There(Plain)),
            "no key any more" => (new() { KmsKeyArn = "" }, There(Rich)),
            "a network" => (new() { SubnetIds = ["subnet-2", "subnet-1"], SecurityGroupIds = ["sg-1"] }, There(Plain)),
            "another subnet" => (new() { SubnetIds = ["subnet-3"] }, There(Rich)),
            "no network any more" => (new() { SubnetIds = [], SecurityGroupIds = [] }, There(Rich)),
            "the network in another order" => (new() { SubnetIds = ["subnet-1", "subnet-2"] }, There(Rich)),
            "layers in another order" => (new() { Layers = [Layer2, Layer1] }, There(Rich)),
            "no layers any more" => (new() { Layers = [] }, There(Rich)),
            "traced" => (new() { TracingMode = "Active" }, There(Plain)),
            "JSON" => (new() { LogFormat = "JSON" }, There(Plain)),
            "another level" => (new() { ApplicationLogLevel = "ERROR" }, There(Rich)),
            "text again" => (new() { LogFormat = "Text" }, There(Rich)),
            "another log group" => (new() { LogGroup = "/aws/lambda/worker" }, There(Rich)),
            "tags" => (
                new() { Tags = new Dictionary<string, string?> { ["new"] = "2", ["other"] = "2", ["same"] = "1", ["old"] = null, ["gone"] = null } },
                tagged),
            "a concurrency" => (new() { ReservedConcurrency = 5 }, There(Plain)),
            "another concurrency" => (new() { ReservedConcurrency = 5 }, reserved),
            "the same concurrency" => (new() { ReservedConcurrency = 3 }, reserved),
            "no concurrency any more" => (new() { ReservedConcurrency = -1 }, reserved),
            "no concurrency as before" => (new() { ReservedConcurrency = -1 }, There(Plain)),
            "a retention for a group that is not there" => (new() { LogRetentionDays = 30 }, Logging(exists: false, null)),
            "another retention" => (new() { LogRetentionDays = 30 }, Logging(exists: true, 7)),
            "the same retention" => (new() { LogRetentionDays = 30 }, Logging(exists: true, 30)),
            "no retention any more" => (new() { LogRetentionDays = 0 }, Logging(exists: true, 30)),
            _ => throw new ArgumentOutOfRangeException(nameof(situation)),
        };
    }

    private static FunctionState There(FunctionConfiguration? latest) => new()
    {
        Arn = FunctionArn.Parse(Arn),
        Latest = latest,
        Versions = latest is null ? [] : [latest with { Version = "1", Description = "Temporal build b1, code code-1" }],
        RoleArn = Plain.Role,
    };

    private static FunctionState With(IReadOnlyDictionary<string, string> tags, int? reserved) =>
        There(Plain) with { Attributes = new FunctionAttributes(tags, reserved, null) };

    private static FunctionState Logging(bool exists, int? days) =>
        There(Plain) with { Attributes = FunctionAttributes.None with { LogGroup = new LogGroupState("g", exists, days) } };
}
