using System.Collections;
using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class GrantTemporalInvokeTests(FakeAws aws) : IDisposable
{
    private const string Server = "arn:aws:iam::123456789012:role/temporal-server";
    private const string Grant = "$worker | Grant-TemporalInvoke @aws -TemporalPrincipalArn " + Server;

    private readonly ModuleEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_record_gets_role_and_External_ID_and_carries_everything_on()
    {
        EngineResult result = await RunAsync(Grant, Worker("carried"));
        EngineResult again = await RunAsync(Grant, Worker("carried"));

        result.AssertNoErrors();
        Assert.Equal("arn:aws:iam::123456789012:role/carried-temporal-invoke", result.Single("InvokeRoleArn"));
        Assert.Matches("^[A-Za-z0-9]{40}$", (string)result.Single("ExternalId")!);
        Assert.Equal(("shop", "orders"), (result.Single("DeploymentName"), result.Single("TaskQueue")));
        Assert.Equal(result.Single("ExternalId"), again.AssertNoErrors().Single("ExternalId"));
        Assert.Equal((2, 0), (Changes(result), Changes(again)));
    }

    [Fact]
    public async Task WhatIf_tells_the_plan_and_changes_nothing()
    {
        EngineResult result = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => result = await RunAsync(Grant + " -WhatIf", Worker("what-if")));

        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.Equal(
            [
                $"What if: Create the invocation role 'what-if-temporal-invoke' for {Server}, with an External ID.",
                "What if: Let the role 'what-if-temporal-invoke' invoke 'what-if' and every version of it.",
            ],
            result.AssertNoErrors().HostLines);
        Assert.Equal(true, result.Single("IsPlanned"));
    }

    [Fact]
    public async Task A_planned_record_is_planned_on()
    {
        PSObject worker = Worker("planned");
        worker.Properties.Add(new PSNoteProperty("IsPlanned", true));
        EngineResult result = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => result = await RunAsync(Grant, worker));

        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.Equal(true, result.AssertNoErrors().Single("IsPlanned"));
    }

    [Fact]
    public async Task A_configuration_of_AWS_Tools_is_taken_by_its_properties()
    {
        EngineResult result = await RunAsync(Grant + " -WhatIf", Function("flat", "7"));

        result.AssertNoErrors();
        Assert.Equal(
            ("arn:aws:lambda:eu-central-1:123456789012:function:flat", "arn:aws:lambda:eu-central-1:123456789012:function:flat:7", "7"),
            (result.Single("FunctionArn"), result.Single("QualifiedArn"), result.Single("FunctionVersion")));
        Assert.Equal(
            ("arn:aws:iam::123456789012:role/theirs", "shop", "b1", "orders", "arm64"),
            (result.Single("ExecutionRoleArn"), result.Single("DeploymentName"), result.Single("BuildId"), result.Single("TaskQueue"),
                result.Single("Architecture")));
    }

    [Fact]
    public async Task A_function_of_AWS_Tools_is_taken_from_its_Configuration()
    {
        PSObject nested = new();
        nested.Properties.Add(new PSNoteProperty("Configuration", Function("nested", "$LATEST")));
        nested.Properties.Add(new PSNoteProperty("Tags", new Hashtable()));

        EngineResult result = await RunAsync(Grant + " -WhatIf", nested);

        Assert.Equal("arn:aws:lambda:eu-central-1:123456789012:function:nested", result.AssertNoErrors().Single("FunctionArn"));
        Assert.Equal("shop", result.Single("DeploymentName"));
    }

    [Fact]
    public void An_External_ID_that_cannot_be_is_refused_before_anybody_is_asked()
    {
        _engine.Run("""
            Grant-TemporalInvoke -FunctionArn arn:aws:lambda:eu-central-1:123456789012:function:f -ExternalId 'a b' `
                -EndpointUrl http://127.0.0.1:1 -Region eu-central-1 -AccessKey none -SecretKey none -Address 127.0.0.1:1
            """).AssertError("ExternalIdNotValid");
    }

    [Theory]
    [InlineData("-FunctionArn")]
    [InlineData("-LambdaFunctionArn")]
    [InlineData("-LambdaFunctionARNs")]
    public async Task It_can_be_begun_with_by_hand_under_the_official_templates_names(string parameter)
    {
        EngineResult result = await RunAsync(
            $"Grant-TemporalInvoke @aws {parameter} arn:aws:lambda:eu-central-1:123456789012:function:by-hand -TemporalIamRoleArn {Server} "
            + "-AssumeRoleExternalId given-external-id -WhatIf",
            null);

        Assert.Equal("given-external-id", result.AssertNoErrors().Single("ExternalId"));
    }

    [Fact]
    public async Task A_given_role_is_only_checked_and_goes_on_with_its_External_ID()
    {
        EngineResult made = await RunAsync(Grant + " -RoleName made-by-an-administrator", Worker("given-1"));
        EngineResult result = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => result = await RunAsync(
            Grant + " -InvokeRoleArn arn:aws:iam::123456789012:role/made-by-an-administrator", Worker("given-2")));

        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.Equal(
            (made.Single("InvokeRoleArn"), made.Single("ExternalId"), 0, false),
            (result.AssertNoErrors().Single("InvokeRoleArn"), result.Single("ExternalId"), Changes(result), result.Single("IsPlanned")));
    }

    [Fact]
    public async Task A_stack_grants_it_shows_its_progress_and_takes_it_back()
    {
        EngineResult planned = await RunAsync(Grant + " -StackName temporal-stack -WhatIf", Worker("in-stack"));
        EngineResult result = await RunAsync(Grant + " -StackName temporal-stack", Worker("in-stack"));
        EngineResult again = await RunAsync(Grant + " -StackName temporal-stack", Worker("in-stack"));
        EngineResult revoked = await RunAsync("$worker | Revoke-TemporalInvoke @aws -StackName temporal-stack", Worker("in-stack"));

        Assert.Equal(
            [$"What if: Create the stack 'temporal-stack' with the invocation role of 'in-stack' for {Server}, with an External ID."],
            planned.AssertNoErrors().HostLines);
        Assert.Equal("arn:aws:iam::123456789012:role/in-stack-temporal-invoke", result.AssertNoErrors().Single("InvokeRoleArn"));
        Assert.Contains(result.Progress, progress => progress.Activity == "Stack temporal-stack");
        Assert.Equal((1, 0), (Changes(result), Changes(again.AssertNoErrors())));
        Assert.Equal(result.Single("ExternalId"), again.Single("ExternalId"));
        Assert.Equal(1, Changes(revoked.AssertNoErrors()));
    }

    [Fact]
    public async Task A_template_is_only_written_with_the_command_for_an_administrator_and_the_record_stays_planned()
    {
        string folder = Directory.CreateTempSubdirectory("grant-template-").FullName;
        try
        {
            EngineResult result = null!;
            IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => result = await RunAsync(
                $"{Grant} -TemplatePath '{folder}/role.yaml' -StackName temporal", Worker("written")));

            Assert.Empty(calls);
            Assert.Equal((true, "written-temporal-invoke"), (result.AssertNoErrors().Single("IsPlanned"), ((string)result.Single("InvokeRoleArn")!).Split('/')[^1]));
            Assert.StartsWith("aws cloudformation deploy --region eu-central-1 --stack-name temporal ", (string)result.Single("Command")!);
            Assert.Contains((string)result.Single("Command")!, await File.ReadAllTextAsync(Path.Combine(folder, "role.yaml"), TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_template_is_written_by_who_has_no_AWS_account()
    {
        string folder = Directory.CreateTempSubdirectory("grant-template-").FullName;
        try
        {
            EngineResult result = await RunAsync(
                $"$worker | Grant-TemporalInvoke -ProfileName of-nobody -TemplatePath '{folder}/role.yaml' -TemporalPrincipalArn {Server}", Worker("unread"));

            Assert.Equal("unread", result.AssertNoErrors().Single("FunctionName"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("$worker | Grant-TemporalInvoke @aws -StackName 1a -TemporalPrincipalArn arn:aws:iam::123456789012:root", "StackNameNotValid")]
    [InlineData("$worker | Grant-TemporalInvoke @aws -TemplatePath x.json -TemporalPrincipalArn arn:aws:iam::123456789012:root", "TemplatePathNotValid")]
    [InlineData("$worker | Grant-TemporalInvoke @aws -InvokeRoleArn arn:aws:iam::123456789012:role/absent -TemporalPrincipalArn arn:aws:iam::123456789012:root", "InvokeRoleNotFound")]
    [InlineData("$worker | Grant-TemporalInvoke @aws -ExternalId 'a b' -TemporalPrincipalArn arn:aws:iam::123456789012:root", "ExternalIdNotValid")]
    [InlineData("$worker | Grant-TemporalInvoke @aws -TemporalPrincipalArn nobody", "PrincipalNotValid")]
    [InlineData("Grant-TemporalInvoke @aws -FunctionArn nonsense", "FunctionArnNotValid")]
    [InlineData("Grant-TemporalInvoke @aws", "MissingProperty")]
    [InlineData("Grant-TemporalInvoke @aws -FunctionName absent", "AwsResourceNotFound")]
    public async Task Bad_input_is_one_clear_error_before_anything_is_changed(string script, string errorId)
    {
        EngineResult result = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => result = await RunAsync(script, Worker("bad")));

        result.AssertError(errorId);
        Assert.DoesNotContain(calls, call => call.Changes);
    }

    private static int Changes(EngineResult result) => ((ICollection)result.Single("Changes")!).Count;

    private async Task<EngineResult> RunAsync(string script, PSObject? worker)
    {
        string url = await aws.UseAsync();
        string setup = $"$aws = @{{ AccessKey = '{FakeAws.Key}'; SecretKey = '{FakeAws.Key}'; Region = 'eu-central-1'; EndpointUrl = '{url}' }}; ";
        return _engine.Run(setup + script, ("worker", worker));
    }

    private static PSObject Worker(string name) => Record(
        ("FunctionName", name),
        ("DeploymentName", "shop"),
        ("BuildId", "b1"),
        ("TaskQueue", "orders"),
        ("FunctionArn", "arn:aws:lambda:eu-central-1:123456789012:function:" + name),
        ("QualifiedArn", $"arn:aws:lambda:eu-central-1:123456789012:function:{name}:1"));

    // As AWSSDK.Lambda's responses are: lists and nested objects of types that are not ours.
    private static PSObject Function(string name, string version) => Record(
        ("FunctionName", name),
        ("FunctionArn", "arn:aws:lambda:eu-central-1:123456789012:function:" + name),
        ("Version", version),
        ("Role", "arn:aws:iam::123456789012:role/theirs"),
        ("Runtime", Record(("Value", "provided.al2023"))),
        ("Handler", "bootstrap"),
        ("Timeout", 60),
        ("MemorySize", 512),
        ("CodeSha256", "abc"),
        ("Architectures", new List<string> { "arm64" }),
        ("Layers", new List<object> { new Version(1, 0) }),
        ("VpcConfig", Record(("SubnetIds", new List<string>()))),
        ("Environment", Record(("Variables", new Dictionary<string, string>
        {
            ["TEMPORAL_LAMBDA_DEPLOYMENT_NAME"] = "shop", ["TEMPORAL_LAMBDA_BUILD_ID"] = "b1", ["TEMPORAL_TASK_QUEUE"] = "orders",
        }))));

    private static PSObject Record(params (string Name, object? Value)[] properties)
    {
        PSObject record = new();
        foreach ((string name, object? value) in properties)
        {
            record.Properties.Add(new PSNoteProperty(name, value));
        }

        return record;
    }
}
