using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Stacks;

namespace TemporalLambda.Aws.Tests.Stacks;

public class StackGrantTests(FakeAws aws)
{
    private const string Server = "arn:aws:iam::123456789012:user/temporal-server";

    private readonly FastTime _time = new();
    private readonly RecordingReporter _reporter = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_stack_is_created_extended_and_left_alone()
    {
        using AwsSession session = await aws.OpenAsync();

        GrantResult first = await GrantAsync(session, "stack-life", Wanted("in-stack-1"));
        GrantResult second = await GrantAsync(session, "stack-life", Wanted("in-stack-2"));
        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(() => GrantAsync(session, "stack-life", Wanted("in-stack-2")));

        Assert.Equal("arn:aws:iam::123456789012:role/in-stack-1-temporal-invoke", first.InvokeRoleArn);
        Assert.Equal(first, second);
        Assert.Equal(["DescribeStacks"], calls.Select(call => call.Operation));
        Role role = await session.Iam.GetRoleAsync("in-stack-1-temporal-invoke", Token);
        Assert.Empty(TrustPolicy.Read(role.AssumeRolePolicyDocument).Missing([Server], first.ExternalId));
        string policy = await session.Iam.GetRolePolicyAsync(role.RoleName, "temporal-invoke", Token);
        Assert.Equal(4, PolicyDocument.Strings(PolicyDocument.Statements(PolicyDocument.Read(policy))[0]["Resource"]).Count);
        Assert.Equal("stack-life", role.Tags[InvokeRoleTemplate.StackTag]);
        Assert.Contains(_reporter.Progressed, progress => progress.Status.StartsWith("stack-life: CREATE_COMPLETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_External_ID_is_refused_and_replaced_by_force()
    {
        using AwsSession session = await aws.OpenAsync();
        GrantResult first = await GrantAsync(session, "stack-forced", Wanted("stack-forced"));
        WantedGrant other = Wanted("stack-forced") with { ExternalId = "another-id" };

        Assert.Equal("StackExternalIdConflict", (await Assert.ThrowsAsync<StageException>(() => GrantAsync(session, "stack-forced", other))).ErrorId);
        GrantResult forced = await GrantAsync(session, "stack-forced", other with { Force = true });
        IReadOnlyList<AwsCall> again = await aws.CallsOfAsync(() => GrantAsync(session, "stack-forced", other with { Force = true }));

        Assert.Equal(first with { ExternalId = "another-id" }, forced);
        Assert.DoesNotContain(again, call => call.Changes);
        Assert.Equal("another-id", (await session.Stacks.DescribeStacksAsync("stack-forced", Token))!.Parameters["AssumeRoleExternalId"]);
    }

    [Fact]
    public async Task A_role_of_a_stack_is_not_changed_beside_it()
    {
        using AwsSession session = await aws.OpenAsync();
        await GrantAsync(session, "stack-beside", Wanted("beside"));

        StageException error = await Assert.ThrowsAsync<StageException>(
            () => new RevokeDeployment(session, SilentReporter.Instance).PlanAsync("beside", null, Token));

        Assert.Equal("RoleOfStack", error.ErrorId);
    }

    [Fact]
    public async Task A_function_is_taken_out_and_the_last_one_takes_the_stack_along()
    {
        using AwsSession session = await aws.OpenAsync();
        await GrantAsync(session, "stack-revoked", Wanted("taken-1"));
        await GrantAsync(session, "stack-revoked", Wanted("taken-2"));

        await RevokeAsync(session, "stack-revoked", "taken-1");
        string policy = await session.Iam.GetRolePolicyAsync("taken-1-temporal-invoke", "temporal-invoke", Token);
        await RevokeAsync(session, "stack-revoked", "taken-2");

        Assert.DoesNotContain("taken-1\"", policy);
        Assert.Contains("taken-2\"", policy);
        Assert.Null(await session.Stacks.DescribeStacksAsync("stack-revoked", Token));
        Assert.Null(await session.Iam.GetRoleAsync("taken-1-temporal-invoke", Token).OrNull());
        Assert.Empty(await RevokeAsync(session, "stack-revoked", "taken-2"));
    }

    [Fact]
    public async Task What_is_under_way_is_waited_for()
    {
        using AwsSession session = await aws.OpenAsync();
        await GrantAsync(session, "stack-busy", Wanted("busy-1"));
        Stack stack = (await session.Stacks.DescribeStacksAsync("stack-busy", Token))!;
        await aws.PlanAsync(new { operation = "DescribeStacks", times = 3, status = 200, body = Described(stack, "UPDATE_IN_PROGRESS", null) });

        await GrantAsync(session, "stack-busy", Wanted("busy-2"));

        Assert.Contains("busy-2", (await session.Stacks.DescribeStacksAsync("stack-busy", Token))!.Outputs["LambdaFunctionARNs"]);
        Assert.Contains(_reporter.Progressed, progress => progress is { Activity: "Stack stack-busy", Status: "UPDATE_IN_PROGRESS" });
        Assert.True(_reporter.Progressed.Last().Completed);
    }

    [Theory]
    [InlineData("CreateStack", 400, "AlreadyExistsException", "Stack [x] already exists")]
    [InlineData("UpdateStack", 400, "ValidationError", "Stack:x is in UPDATE_IN_PROGRESS state and can not be updated.")]
    public async Task Another_run_at_the_same_time_is_waited_for_and_merged(string operation, int status, string code, string message)
    {
        using AwsSession session = await aws.OpenAsync();
        string name = "stack-race-" + operation;
        if (operation == "UpdateStack")
        {
            await GrantAsync(session, name, Wanted("race-first"));
        }

        await aws.PlanAsync(new { operation, times = 1, status, code, message });
        await GrantAsync(session, name, Wanted("race-" + operation));

        Assert.Contains("race-" + operation, (await session.Stacks.DescribeStacksAsync(name, Token))!.Outputs["LambdaFunctionARNs"]);
    }

    [Fact]
    public async Task Nothing_to_update_is_as_wanted()
    {
        using AwsSession session = await aws.OpenAsync();
        GrantResult first = await GrantAsync(session, "stack-equal", Wanted("equal-1"));
        await aws.PlanAsync(new { operation = "UpdateStack", times = 1, status = 400, code = "ValidationError", message = "No updates are to be performed." });

        Assert.Equal(first, await GrantAsync(session, "stack-equal", Wanted("equal-2")));
    }

    [Fact]
    public async Task A_creation_that_is_rolled_back_names_its_first_cause_and_the_next_run_begins_anew()
    {
        using AwsSession session = await aws.OpenAsync();
        await GrantAsync(session, "stack-failed", Wanted("failed"));
        Stack stack = (await session.Stacks.DescribeStacksAsync("stack-failed", Token))!;
        await session.Stacks.DeleteStackAsync("stack-failed", "x", Token);
        string rolledBack = Described(stack, "ROLLBACK_COMPLETE", "The following resource(s) failed to create: [InvokeRole].");
        StackGrantPlan plan = await new StackGrant(session, _reporter, _time).PlanAsync("stack-failed", Wanted("failed"), Token);
        await aws.PlanAsync(
            new { operation = "DescribeStacks", times = 1, status = 200, body = Described(stack, "CREATE_IN_PROGRESS", null) },
            new { operation = "DescribeStackEvents", times = 2, status = 200, body = Failure },
            new { operation = "DescribeStacks", times = 2, status = 200, body = rolledBack });

        StageException error = await Assert.ThrowsAsync<StageException>(() => new StackGrant(session, _reporter, _time).ApplyAsync(plan, Token));
        StackGrantPlan next = await new StackGrant(session, _reporter, _time).PlanAsync("stack-failed", Wanted("failed"), Token);

        Assert.Equal("StackFailed", error.ErrorId);
        Assert.Contains("InvokeRole: API: iam:CreateRole User is not authorized", error.Message);
        Assert.Equal(["DeleteStack", "CreateStack"], next.Changes.Select(change => change.Action));
    }

    [Fact]
    public async Task A_stack_that_is_never_done_ends_the_wait()
    {
        using AwsSession session = await aws.OpenAsync();
        await GrantAsync(session, "stack-endless", Wanted("endless"));
        Stack stack = (await session.Stacks.DescribeStacksAsync("stack-endless", Token))!;
        await aws.PlanAsync(new { operation = "DescribeStacks", times = 9999, status = 200, body = Described(stack, "UPDATE_IN_PROGRESS", null) });

        StageException error = await Assert.ThrowsAsync<StageException>(
            () => new StackGrant(session, _reporter, new LeapingTime()).PlanAsync("stack-endless", Wanted("endless"), Token));
        await aws.PlanAsync();

        Assert.Equal(("StackNotReady", FaultCategory.OperationTimeout, "stack-endless"), (error.ErrorId, error.Category, (string)error.Target!));
    }

    private static readonly string Failure =
        """
        <DescribeStackEventsResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStackEventsResult><StackEvents>
        <member><EventId>3</EventId><Timestamp>2026-08-31T10:00:03Z</Timestamp><LogicalResourceId>InvokePolicy</LogicalResourceId><ResourceStatus>CREATE_FAILED</ResourceStatus><ResourceStatusReason>Resource creation cancelled</ResourceStatusReason></member>
        <member><EventId>2</EventId><Timestamp>2026-08-31T10:00:02Z</Timestamp><LogicalResourceId>InvokeRole</LogicalResourceId><ResourceStatus>CREATE_FAILED</ResourceStatus><ResourceStatusReason>API: iam:CreateRole User is not authorized</ResourceStatusReason></member>
        <member><EventId>1</EventId><Timestamp>2026-08-31T10:00:01Z</Timestamp><LogicalResourceId>InvokeRole</LogicalResourceId><ResourceStatus>CREATE_IN_PROGRESS</ResourceStatus></member>
        </StackEvents></DescribeStackEventsResult></DescribeStackEventsResponse>
        """;

    private static string Described(Stack stack, string status, string? reason)
    {
        string Members(IReadOnlyDictionary<string, string> pairs, string key, string value) =>
            string.Concat(pairs.Select(pair => $"<member><{key}>{pair.Key}</{key}><{value}>{pair.Value}</{value}></member>"));
        return
            $"""
            <DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>
            <StackName>{stack.StackName}</StackName><StackId>{stack.StackId}</StackId><StackStatus>{status}</StackStatus>
            <StackStatusReason>{reason}</StackStatusReason>
            <Parameters>{Members(stack.Parameters, "ParameterKey", "ParameterValue")}</Parameters>
            <Outputs>{Members(stack.Outputs, "OutputKey", "OutputValue")}</Outputs><Tags>{Members(stack.Tags, "Key", "Value")}</Tags>
            </member></Stacks></DescribeStacksResult></DescribeStacksResponse>
            """;
    }

    private static WantedGrant Wanted(string functionName) => new()
    {
        FunctionArn = "arn:aws:lambda:eu-central-1:123456789012:function:" + functionName,
        Principals = [Server],
    };

    private async Task<GrantResult> GrantAsync(AwsSession session, string stackName, WantedGrant wanted)
    {
        StackGrant stage = new(session, _reporter, _time);
        return await stage.ApplyAsync(await stage.PlanAsync(stackName, wanted, Token), Token);
    }

    private async Task<IReadOnlyList<Change>> RevokeAsync(AwsSession session, string stackName, string functionName)
    {
        StackRevoke stage = new(session, _reporter, _time);
        StackRevokePlan plan = await stage.PlanAsync(stackName, functionName, Token);
        await stage.ApplyAsync(plan, Token);
        return plan.Changes;
    }
}
