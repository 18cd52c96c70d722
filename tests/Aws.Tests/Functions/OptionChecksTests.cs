using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Roles;

namespace TemporalLambda.Aws.Tests.Functions;

public class OptionChecksTests
{
    private static readonly WantedFunction Wanted = SampleFunction.Wanted with { PackagePath = null };

    public static TheoryData<string, string> Refused => new()
    {
        { "Timeout", "901" },
        { "MemorySize", "127" },
        { "Architecture", "x86" },
        { "MaximumRetryAttempts", "3" },
        { "MaximumEventAge", "59" },
        { "EphemeralStorage", "511" },
        { "KmsKeyArn", "my-key" },
        { "SubnetId", "vpc-1" },
        { "SecurityGroupId", "default" },
        { "Layer", "arn:aws:lambda:eu-central-1:123456789012:layer:name" },
        { "TracingMode", "active" },
        { "LogFormat", "json" },
        { "ApplicationLogLevel", "VERBOSE" },
        { "SystemLogLevel", "ERROR" },
        { "LogGroup", "my log" },
        { "LogRetentionDays", "2" },
        { "ReservedConcurrency", "-2" },
        { "Tag", "aws:mine" },
        { "Tag", "temporal-lambda:function" },
        { "RolePath", "team" },
        { "PermissionsBoundary", "boundary" },
        { "ExecutionPolicyArn", "AmazonSQSFullAccess" },
        { "ExecutionPolicyDocument", "{}" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_AWS_does_not_take_is_refused_with_the_parameters_name(string setting, string value)
    {
        StageException error = Assert.Throws<StageException>(() => OptionChecks.Check(With(setting, value)));

        Assert.Equal(("SettingNotValid", value, $"Change -{setting}."), (error.ErrorId, error.Target, error.Recommendation));
    }

    [Fact]
    public void What_AWS_takes_is_taken() => OptionChecks.Check(Wanted with
    {
        Options = new FunctionOptions
        {
            EphemeralStorage = 10240,
            KmsKeyArn = "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            SubnetIds = ["subnet-0123456789abcdef0"],
            SecurityGroupIds = ["sg-0123456789abcdef0"],
            Layers = ["arn:aws-cn:lambda:cn-north-1:123456789012:layer:my_layer-1:12"],
            TracingMode = "Active",
            LogFormat = "JSON",
            ApplicationLogLevel = "TRACE",
            SystemLogLevel = "WARN",
            LogGroup = "/team/worker.log#1",
            LogRetentionDays = 3653,
            ReservedConcurrency = 0,
            Tags = new Dictionary<string, string?> { ["Team name"] = "é@shop", ["old"] = null },
        },
        RoleOptions = new ExecutionRoleOptions
        {
            Path = "/team/shop/",
            PermissionsBoundary = "arn:aws:iam::123456789012:policy/team/boundary",
            PolicyArns = ["arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"],
            PolicyDocument = """{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""",
        },
    });

    [Fact]
    public void More_layers_than_Lambda_takes_are_refused()
    {
        string layer = "arn:aws:lambda:eu-central-1:123456789012:layer:name:1";

        Assert.Contains(
            "5 at most",
            Assert.Throws<StageException>(() => OptionChecks.Check(
                Wanted with { Options = new FunctionOptions { Layers = [.. Enumerable.Repeat(layer, 6)] } })).Message);
    }

    private static WantedFunction With(string setting, string value) => setting switch
    {
        "Timeout" => Wanted with { Timeout = int.Parse(value) },
        "MemorySize" => Wanted with { MemorySize = int.Parse(value) },
        "Architecture" => Wanted with { Architecture = value },
        "MaximumRetryAttempts" => Wanted with { MaximumRetryAttempts = int.Parse(value) },
        "MaximumEventAge" => Wanted with { MaximumEventAge = int.Parse(value) },
        "RolePath" => Wanted with { RoleOptions = new() { Path = value } },
        "PermissionsBoundary" => Wanted with { RoleOptions = new() { PermissionsBoundary = value } },
        "ExecutionPolicyArn" => Wanted with { RoleOptions = new() { PolicyArns = [value] } },
        "ExecutionPolicyDocument" => Wanted with { RoleOptions = new() { PolicyDocument = value } },
        _ => Wanted with { Options = Options(setting, value) },
    };

    private static FunctionOptions Options(string setting, string value) => setting switch
    {
        "EphemeralStorage" => new() { EphemeralStorage = int.Parse(value) },
        "KmsKeyArn" => new() { KmsKeyArn = value },
        "SubnetId" => new() { SubnetIds = [value] },
        "SecurityGroupId" => new() { SecurityGroupIds = [value] },
        "Layer" => new() { Layers = [value] },
        "TracingMode" => new() { TracingMode = value },
        "LogFormat" => new() { LogFormat = value },
        "ApplicationLogLevel" => new() { ApplicationLogLevel = value },
        "SystemLogLevel" => new() { SystemLogLevel = value },
        "LogGroup" => new() { LogGroup = value },
        "LogRetentionDays" => new() { LogRetentionDays = int.Parse(value) },
        "ReservedConcurrency" => new() { ReservedConcurrency = int.Parse(value) },
        "Tag" => new() { Tags = new Dictionary<string, string?> { [value] = "" } },
        _ => throw new ArgumentOutOfRangeException(nameof(setting)),
    };
}
