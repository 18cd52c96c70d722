using System.Reflection;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Aws.Protocol;
using TemporalLambda.Aws.Stacks;

namespace TemporalLambda.Aws.Tests.Clients;

/// <summary>Every operation of every client, judged by aws-check and answered by moto.</summary>
public class OperationsTests(FakeAws aws)
{
    private const string Trust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private const string Policy =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_operation_of_Lambda_is_as_its_model_says()
    {
        using AwsSession session = await aws.OpenAsync();
        LambdaClient lambda = session.Lambda;
        Role role = await session.Iam.CreateRoleAsync(
            new CreateRoleRequest { RoleName = "operations-of-lambda", AssumeRolePolicyDocument = Trust }, Token);

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () =>
        {
            FunctionConfiguration created = await lambda.CreateFunctionAsync(
                new CreateFunctionRequest
                {
                    FunctionName = "operations",
                    Role = role.Arn,
                    Runtime = "provided.al2023",
                    Handler = "bootstrap",
                    Code = new FunctionCode { ZipFile = Packages.Zip("one") },
                    Architectures = ["arm64"],
                    Description = "héllo & <b>",
                    Timeout = 30,
                    MemorySize = 512,
                    Environment = new FunctionEnvironment(new Dictionary<string, string> { ["AB"] = "b c+d=é" }),
                    Tags = new Dictionary<string, string> { ["k"] = "v" },
                },
                Token);
            Assert.Equal("arn:aws:lambda:eu-central-1:123456789012:function:operations", created.FunctionArn);

            FunctionDescription found = await lambda.GetFunctionAsync("operations", null, Token);
            Assert.Equal("b c+d=é", found.Configuration.Environment!.Variables!["AB"]);
            Assert.Equal("v", found.Tags!["k"]);
            Assert.Equal(["arm64"], found.Configuration.Architectures);
            Assert.Contains("operations", (await lambda.ListFunctionsAsync(Token)).Select(function => function.FunctionName));

            FunctionConfiguration updated = await lambda.UpdateFunctionCodeAsync(
                "operations",
                new UpdateFunctionCodeRequest { ZipFile = Packages.Zip("two"), Architectures = ["x86_64"], RevisionId = created.RevisionId },
                Token);
            Assert.NotEqual(created.CodeSha256, updated.CodeSha256);

            await lambda.UpdateFunctionConfigurationAsync(
                "operations",
                new UpdateFunctionConfigurationRequest
                {
                    Role = role.Arn,
                    Runtime = "dotnet10",
                    Handler = "App",
                    Timeout = 60,
                    MemorySize = 256,
                    Environment = new FunctionEnvironment(new Dictionary<string, string> { ["XY"] = "1" }),
                },
                Token);
            FunctionConfiguration settings = await lambda.GetFunctionConfigurationAsync("operations", null, Token);
            Assert.Equal((60, 256, "App"), (settings.Timeout, settings.MemorySize, settings.Handler));

            FunctionConfiguration version = await lambda.PublishVersionAsync(
                "operations", new PublishVersionRequest { CodeSha256 = settings.CodeSha256, Description = "first" }, Token);
            Assert.Equal("1", version.Version);
            Assert.Equal(
                ["$LATEST", "1"], (await lambda.ListVersionsByFunctionAsync("operations", Token)).Select(v => v.Version).Order());

            Assert.Empty(await lambda.ListAliasesAsync("operations", Token));
            await aws.PlanAsync(new
            {
                operation = "ListAliases",
                times = 1,
                status = 200,
                body = """{"Aliases":[{"Name":"live","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":0.1}}}]}""",
            });
            FunctionAlias alias = Assert.Single(await lambda.ListAliasesAsync("operations", Token));
            Assert.Equal(("live", "1 2"), (alias.Name, string.Join(' ', alias.Versions)));

            EventInvokeConfig wanted = new() { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 60 };
            await lambda.PutFunctionEventInvokeConfigAsync("operations", "1", wanted, Token);
            Assert.Equal(wanted, await lambda.GetFunctionEventInvokeConfigAsync("operations", "1", Token));

            await aws.PlanAsync(new
            {
                operation = "GetAccountSettings",
                times = 1,
                status = 200,
                body = """{"AccountLimit":{"ConcurrentExecutions":1000,"UnreservedConcurrentExecutions":900}}""",
            });
            Assert.Equal(new AccountLimit(1000, 900), (await lambda.GetAccountSettingsAsync(Token)).AccountLimit);

            await lambda.PutFunctionConcurrencyAsync("operations", 5, Token);
            await lambda.TagResourceAsync(created.FunctionArn, new Dictionary<string, string> { ["a b"] = "é", ["c/d"] = "" }, Token);
            FunctionDescription tagged = await lambda.GetFunctionAsync("operations", null, Token);
            Assert.Equal((5, "a b c/d k"), (tagged.Concurrency!.ReservedConcurrentExecutions, string.Join(' ', tagged.Tags!.Keys.Order())));
            await lambda.UntagResourceAsync(created.FunctionArn, ["c/d", "a b"], Token);
            await lambda.DeleteFunctionConcurrencyAsync("operations", Token);
            FunctionDescription plain = await lambda.GetFunctionAsync("operations", null, Token);
            Assert.Equal((null, "k"), (plain.Concurrency?.ReservedConcurrentExecutions, string.Join(' ', plain.Tags!.Keys)));

            InvokeResult result = await lambda.InvokeAsync("operations", "1", """{"a":1}"""u8.ToArray(), false, true, Token);
            Assert.Equal(200, result.StatusCode);
            Assert.Equal(202, (await lambda.InvokeAsync("operations", null, default, true, false, Token)).StatusCode);

            await lambda.DeleteFunctionAsync("operations", "1", Token);
            await lambda.DeleteFunctionAsync("operations", null, Token);
        });

        AssertCovers<LambdaClient>(calls, "lambda");
    }

    [Fact]
    public async Task Each_operation_of_IAM_is_as_its_model_says()
    {
        using AwsSession session = await aws.OpenAsync();
        IamClient iam = session.Iam;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () =>
        {
            await iam.CreateRoleAsync(
                new CreateRoleRequest
                {
                    RoleName = "operations-of-iam",
                    AssumeRolePolicyDocument = Trust,
                    Description = "a b+c~d*é ü",
                    Path = "/a/b/",
                    PermissionsBoundary = "arn:aws:iam::aws:policy/ReadOnlyAccess",
                    Tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2 =" },
                },
                Token);
            await iam.PutRolePermissionsBoundaryAsync("operations-of-iam", "arn:aws:iam::aws:policy/PowerUserAccess", Token);
            await iam.TagRoleAsync("operations-of-iam", new Dictionary<string, string> { ["d"] = "4", ["e"] = "5" }, Token);
            await iam.UntagRoleAsync("operations-of-iam", ["d", "e"], Token);
            await iam.TagRoleAsync("operations-of-iam", new Dictionary<string, string> { ["c"] = "3" }, Token);
            await iam.UpdateAssumeRolePolicyAsync("operations-of-iam", Trust.Replace("lambda", "edgelambda"), Token);
            Role role = await iam.GetRoleAsync("operations-of-iam", Token);
            Assert.Contains("edgelambda.amazonaws.com", role.AssumeRolePolicyDocument);
            Assert.Equal("1|2 =|3", string.Join('|', role.Tags.OrderBy(t => t.Key).Select(t => t.Value)));

            Assert.Equal(("/a/b/", "arn:aws:iam::aws:policy/PowerUserAccess"), (role.Path, role.PermissionsBoundary));

            await aws.PlanAsync(new { operation = "SimulatePrincipalPolicy", times = 1, status = 200, body = Simulation });
            IReadOnlyList<SimulatedAction> judged = await iam.SimulatePrincipalPolicyAsync(role.Arn, ["a:1", "b:2"], [], new Dictionary<string, string> { ["kms:ViaService"] = "ssm" }, Token);
            Assert.Equal(["b:2"], judged.Where(action => !action.IsAllowed).Select(action => action.Action));

            await iam.PutRolePolicyAsync("operations-of-iam", "inline", Policy, Token);
            Assert.Equal(["inline"], await iam.ListRolePoliciesAsync("operations-of-iam", Token));
            Assert.Contains("s3:GetObject", await iam.GetRolePolicyAsync("operations-of-iam", "inline", Token));

            const string managed = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
            await iam.AttachRolePolicyAsync("operations-of-iam", managed, Token);
            Assert.Equal([managed], await iam.ListAttachedRolePoliciesAsync("operations-of-iam", Token));
            await iam.DetachRolePolicyAsync("operations-of-iam", managed, Token);
            await iam.DeleteRolePolicyAsync("operations-of-iam", "inline", Token);
            await iam.DeleteRoleAsync("operations-of-iam", Token);
        });

        AssertCovers<IamClient>(calls, "iam");
        Assert.All(calls, call => Assert.Equal("us-east-1", call.Region));
    }

    [Fact]
    public async Task Each_operation_of_CloudWatch_Logs_is_as_its_model_says()
    {
        using AwsSession session = await aws.OpenAsync();

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () =>
        {
            LogsClient logs = session.Logs;
            await logs.CreateLogGroupAsync("operations", new Dictionary<string, string> { ["a"] = "1" }, Token);
            await logs.PutRetentionPolicyAsync("operations", 7, Token);
            LogGroup group = Assert.Single(await logs.DescribeLogGroupsAsync("operations", Token));
            Assert.Equal(
                ("operations", 7, "arn:aws:logs:eu-central-1:123456789012:log-group:operations"), (group.LogGroupName, group.RetentionInDays, group.ResourceArn));
            await logs.TagResourceAsync(group.ResourceArn!, new Dictionary<string, string> { ["b"] = "2" }, Token);
            Assert.Equal("a=1 b=2", string.Join(' ', (await logs.ListTagsForResourceAsync(group.ResourceArn!, Token)).Select(tag => $"{tag.Key}={tag.Value}").Order()));
            await logs.DeleteRetentionPolicyAsync("operations", Token);
            Assert.Null(Assert.Single(await logs.DescribeLogGroupsAsync("operations", Token)).RetentionInDays);
            await logs.DeleteLogGroupAsync("operations", Token);
            Assert.Empty(await logs.DescribeLogGroupsAsync("operations", Token));

            StageException missing = await Assert.ThrowsAsync<StageException>(() => session.Logs.FilterLogEventsAsync(
                new FilterLogEventsRequest
                {
                    LogGroupName = "/aws/lambda/nothing", FilterPattern = "ERROR", LogStreamNames = ["s"], StartTime = 0, EndTime = 1, Limit = 10, NextToken = "t",
                },
                Token));
            Assert.Equal(AwsFault.NotFound, missing.Fault());

            await aws.PlanAsync(new
            {
                operation = "FilterLogEvents",
                times = 1,
                status = 200,
                body = """{"events":[{"logStreamName":"s","timestamp":1700000000000,"message":"hello é","eventId":"1"}],"nextToken":"more"}""",
            });
            FilteredLogEvents page = await session.Logs.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = "g" }, Token);
            Assert.Equal("more", page.NextToken);
            Assert.Equal(
                new LogEvent { LogStreamName = "s", Timestamp = 1700000000000, Message = "hello é", EventId = "1" },
                Assert.Single(page.Events));
        });

        AssertCovers<LogsClient>(calls, "logs");
    }

    [Fact]
    public async Task Each_operation_of_CloudFormation_is_as_its_model_says()
    {
        using AwsSession session = await aws.OpenAsync();
        StacksClient stacks = session.Stacks;
        StackRequest request = new()
        {
            StackName = "operations",
            TemplateBody = """{"Parameters":{"A":{"Type":"String"},"B":{"Type":"String"}},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}},"Outputs":{"O":{"Value":{"Ref":"A"}}}}""",
            Parameters = new Dictionary<string, string?> { ["A"] = "a b+c,é", ["B"] = "b" },
            Tags = new Dictionary<string, string> { ["k"] = "v =" },
            ClientRequestToken = "first",
        };

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () =>
        {
            Assert.Null(await stacks.DescribeStacksAsync("operations", Token));
            string id = await stacks.CreateStackAsync(request, Token);
            Stack? created = await stacks.DescribeStacksAsync(id, Token);
            Assert.Equal(("operations", "CREATE_COMPLETE", "a b+c,é", "a b+c,é", "v ="), (
                created!.StackName, created.StackStatus, created.Parameters["A"], created.Outputs["O"], created.Tags["k"]));
            Assert.Equal(AwsFault.Conflict, (await Assert.ThrowsAsync<StageException>(() => stacks.CreateStackAsync(request, Token))).Fault());

            Assert.True(await stacks.UpdateStackAsync(
                request with
                {
                    TemplateBody = null,
                    Parameters = new Dictionary<string, string?> { ["A"] = "2", ["B"] = null },
                    Tags = new Dictionary<string, string>(),
                    ClientRequestToken = "second",
                },
                Token));
            Stack? updated = await stacks.DescribeStacksAsync("operations", Token);
            Assert.Equal(("2", "b", "v ="), (updated!.Outputs["O"], updated.Parameters["B"], updated.Tags["k"]));
            (IReadOnlyList<StackEvent> events, _) = await stacks.DescribeStackEventsAsync("operations", null, Token);
            Assert.Equal(("operations", "UPDATE_COMPLETE"), (events[0].LogicalResourceId, events[0].ResourceStatus));

            await stacks.DeleteStackAsync("operations", "third", Token);
            Assert.Null(await stacks.DescribeStacksAsync("operations", Token));
            await aws.PlanAsync(new
            {
                operation = "UpdateStack", times = 1, status = 400, code = "ValidationError", message = "No updates are to be performed.",
            });
            Assert.False(await stacks.UpdateStackAsync(request, Token));
        });

        AssertCovers<StacksClient>(calls, "cloudformation");
    }

    [Fact]
    public async Task Lists_follow_every_page()
    {
        using AwsSession session = await aws.OpenAsync();
        await aws.PlanAsync(
            new { operation = "ListVersionsByFunction", times = 1, status = 200, body = """{"Versions":[{"Version":"$LATEST"}],"NextMarker":"2"}""" },
            new { operation = "ListVersionsByFunction", times = 1, status = 200, body = """{"Versions":[{"Version":"1"}]}""" },
            new { operation = "ListRolePolicies", times = 1, status = 200, body = Page("a", """<IsTruncated>true</IsTruncated><Marker>m</Marker>""") },
            new { operation = "ListRolePolicies", times = 1, status = 200, body = Page("b", "<IsTruncated>false</IsTruncated>") });

        IReadOnlyList<FunctionConfiguration> versions = await session.Lambda.ListVersionsByFunctionAsync("f", Token);
        IReadOnlyList<string> policies = await session.Iam.ListRolePoliciesAsync("r", Token);

        Assert.Equal(["$LATEST", "1"], versions.Select(v => v.Version));
        Assert.Equal(["a", "b"], policies);
    }

    private const string Simulation =
        """
        <SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>
        <EvaluationResults><member><EvalActionName>a:1</EvalActionName><EvalDecision>allowed</EvalDecision></member>
        <member><EvalActionName>b:2</EvalActionName><EvalDecision>implicitDeny</EvalDecision></member></EvaluationResults>
        </SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
        """;

    private static string Page(string name, string end) =>
        $"""
        <ListRolePoliciesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListRolePoliciesResult>
        <PolicyNames><member>{name}</member></PolicyNames>{end}
        </ListRolePoliciesResult></ListRolePoliciesResponse>
        """;

    // A new method of a client without a request here fails the test.
    private static void AssertCovers<TClient>(IReadOnlyList<AwsCall> calls, string service)
        where TClient : ServiceClient
    {
        IEnumerable<string> operations = typeof(TClient)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(method => method.Name[..^"Async".Length]);
        Assert.Equal(operations.Distinct().Order(), calls.Where(c => c.Service == service).Select(c => c.Operation!).Distinct().Order());
        Assert.Empty(calls.SelectMany(call => call.Violations));
    }
}
