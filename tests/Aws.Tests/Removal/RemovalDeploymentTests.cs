using System.Net;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Aws.Removal;
using TemporalLambda.Aws.Stacks;
using TemporalLambda.Aws.Tests.Clients;

namespace TemporalLambda.Aws.Tests.Removal;

public sealed class RemovalDeploymentTests(FakeAws aws) : IDisposable
{
    private readonly FastTime _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("removal-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Everything_goes_and_a_second_run_finds_nothing()
    {
        using AwsSession session = await aws.OpenAsync();
        await DeployAsync(session, "all-gone");

        IReadOnlyList<Change> first = await RemoveAsync(session, "all-gone");
        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => Assert.Empty(await RemoveAsync(session, "all-gone")));

        Assert.Equal(
            ["DeleteFunction", "DeleteRolePolicy", "DeleteRole", "DeleteRole", "DeleteParameter", "DeleteLogGroup"], first.Select(change => change.Action));
        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.Null(await session.Lambda.GetFunctionAsync("all-gone", null, Token).OrNull());
        Assert.Null(await session.Iam.GetRoleAsync("all-gone-execution", Token).OrNull());
        Assert.Null(await session.Iam.GetRoleAsync("all-gone-temporal-invoke", Token).OrNull());
        Assert.Empty(await session.Logs.DescribeLogGroupsAsync("/aws/lambda/all-gone", Token));
    }

    [Fact]
    public async Task Another_worker_stays_and_one_without_the_tag_is_refused()
    {
        using AwsSession session = await aws.OpenAsync();
        await DeployAsync(session, "neighbour");
        await DeployAsync(session, "neighbour-2");
        await session.Lambda.UntagResourceAsync("arn:aws:lambda:eu-central-1:123456789012:function:neighbour-2", [OwnTags.Function], Token);

        await RemoveAsync(session, "neighbour");
        StageException error = await Assert.ThrowsAsync<StageException>(() => RemoveAsync(session, "neighbour-2"));

        Assert.Equal("FunctionNotOwn", error.ErrorId);
        Assert.NotNull(await session.Lambda.GetFunctionAsync("neighbour-2", null, Token).OrNull());
        Assert.NotNull(await session.Iam.GetRoleAsync("neighbour-2-execution", Token).OrNull());
        Assert.NotNull(await session.Iam.GetRoleAsync("neighbour-2-temporal-invoke", Token).OrNull());
        Assert.Single(await session.Logs.DescribeLogGroupsAsync("/aws/lambda/neighbour-2", Token));
    }

    [Fact]
    public async Task A_stack_that_granted_it_goes_along()
    {
        using AwsSession session = await aws.OpenAsync();
        await DeployAsync(session, "stacked", "removal-stack");

        IReadOnlyList<Change> changes = await RemoveAsync(session, "stacked");

        Assert.Contains("DeleteStack", changes.Select(change => change.Action));
        Assert.Null(await session.Stacks.DescribeStacksAsync("removal-stack", Token));
        Assert.Empty(await RemoveAsync(session, "stacked"));
    }

    [Fact]
    public async Task A_run_that_died_anywhere_is_completed_by_the_next()
    {
        using AwsSession session = await aws.OpenAsync();
        foreach (string operation in new[] { "DeleteFunction", "DeleteRolePolicy", "DeleteRole", "DeleteParameter", "DeleteLogGroup" })
        {
            string name = "removal-died-at-" + operation;
            await DeployAsync(session, name);
            await aws.PlanAsync(new { operation, times = 1, status = 403, code = "AccessDenied" });

            await Assert.ThrowsAsync<StageException>(() => RemoveAsync(session, name));
            await RemoveAsync(session, name);

            Assert.Empty(await RemoveAsync(session, name));
            Assert.Empty(await session.Logs.DescribeLogGroupsAsync("/aws/lambda/" + name, Token));
            Assert.Null(await session.Iam.GetRoleAsync(RoleName.ForExecution(name), Token).OrNull());
        }
    }

    [Fact]
    public async Task A_log_group_of_another_name_goes_although_a_run_died_anywhere()
    {
        using AwsSession session = await aws.OpenAsync();
        foreach (string operation in new[] { "DeleteLogGroup", "DeleteFunction", "DeleteRolePolicy", "DeleteParameter" })
        {
            string name = "removal-named-log-" + operation, group = "/team/" + name;
            await DeployAsync(session, name, logGroup: group);
            await aws.PlanAsync(new { operation, times = 1, status = 403, code = "AccessDenied" });

            await Assert.ThrowsAsync<StageException>(() => RemoveAsync(session, name));
            await RemoveAsync(session, name);

            Assert.Empty(await session.Logs.DescribeLogGroupsAsync(group, Token));
            Assert.Null(await session.Lambda.GetFunctionAsync(name, null, Token).OrNull());
        }
    }

    private async Task DeployAsync(AwsSession session, string name, string? stack = null, string? logGroup = null)
    {
        string zip = Path.Combine(_folder, name + ".zip");
        await File.WriteAllBytesAsync(zip, Packages.Zip(name), Token);
        FunctionDeployment deployment = new(session, SilentReporter.Instance, _time);
        WantedFunction function = SampleFunction.Wanted with
        {
            FunctionName = name,
            PackagePath = zip,
            Fingerprint = "code",
            Timeout = 60,
            Options = logGroup is null ? new() : new() { LogGroup = logGroup, LogRetentionDays = 7 },
            ApiKey = new ApiKeyOptions { Key = new NetworkCredential("", "secret").SecurePassword },
        };
        FunctionResult published = await deployment.ApplyAsync(await deployment.PlanAsync(function, Token), Token);
        WantedGrant grant = new() { FunctionArn = published.FunctionArn, Principals = ["arn:aws:iam::123456789012:user/temporal-server"] };
        if (stack is null)
        {
            GrantDeployment stage = new(session, SilentReporter.Instance, _time);
            await stage.ApplyAsync(await stage.PlanAsync(grant, Token), Token);
        }
        else
        {
            StackGrant stage = new(session, SilentReporter.Instance, _time);
            await stage.ApplyAsync(await stage.PlanAsync(stack, grant, Token), Token);
        }

        await aws.WriteLogAsync("/aws/lambda/" + name, "2026/08/31/[1]a", DateTimeOffset.UtcNow, "a line");
    }

    private async Task<IReadOnlyList<Change>> RemoveAsync(AwsSession session, string name)
    {
        RemovalDeployment stage = new(session, SilentReporter.Instance, _time);
        RemovalPlan plan = await stage.PlanAsync(new WantedRemoval { FunctionName = name, IncludeLogs = true }, Token);
        await stage.DeleteFunctionAsync(plan, Token);
        await stage.DeleteRestAsync(plan, Token);
        return plan.Changes;
    }
}
