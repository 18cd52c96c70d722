using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Tests.Clients;
using TemporalLambda.Aws.Workers;

namespace TemporalLambda.Aws.Tests.Workers;

public class WorkerInventoryTests(FakeAws aws)
{
    private const string Trust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_name_all_of_the_region_are_found_that_carry_the_tag()
    {
        using AwsSession session = await aws.OpenAsync(region: "ap-south-1");
        await CreateAsync(session, "listed-2", deployment: "shop", owned: true);
        await CreateAsync(session, "listed-1", deployment: "shop", owned: true);
        await CreateAsync(session, "listed-theirs", deployment: "shop", owned: false);
        await CreateAsync(session, "listed-other", deployment: null, owned: true);

        Assert.Equal(["listed-1", "listed-2"], await NamesAsync(session, new WorkerQuery()));
        Assert.Equal(["listed-1", "listed-2", "listed-theirs"], await NamesAsync(session, new WorkerQuery { Deployment = name => name == "shop" }));
        Assert.Empty(await NamesAsync(session, new WorkerQuery { Deployment = name => name == "other" }));
        Assert.Equal(["listed-2"], await NamesAsync(session, new WorkerQuery { Function = name => name.EndsWith('2') }));
    }

    [Fact]
    public async Task One_function_takes_three_calls()
    {
        using AwsSession session = await aws.OpenAsync();
        await CreateAsync(session, "one", deployment: "shop", owned: false);

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(
            async () => Assert.Equal(["one"], await NamesAsync(session, new WorkerQuery { FunctionName = "one" })));

        Assert.Equal(["GetFunction", "GetRole", "ListVersionsByFunction"], calls.Select(call => call.Operation!).Order());
    }

    [Theory]
    [InlineData("absent", null, null, "AwsResourceNotFound")]
    [InlineData("there", "b2", null, "BuildNotPublished")]
    [InlineData("there", null, "other", "BuildNotPublished")]
    public async Task One_that_is_not_there_is_an_error(string function, string? buildId, string? deployment, string errorId)
    {
        using AwsSession session = await aws.OpenAsync();
        await CreateAsync(session, "there", deployment: "shop", owned: true);

        StageException error = await Assert.ThrowsAsync<StageException>(() => NamesAsync(
            session,
            new WorkerQuery { FunctionName = function, BuildId = buildId, Deployment = deployment is null ? null : name => name == deployment }));

        Assert.Equal(errorId, error.ErrorId);
    }

    [Fact]
    public async Task A_role_that_may_not_be_read_is_left_out_with_a_warning()
    {
        RecordingReporter reporter = new();
        using AwsSession session = await aws.OpenAsync();
        await CreateAsync(session, "unreadable", deployment: "shop", owned: true);
        await aws.PlanAsync(new { operation = "GetRole", times = 1, status = 403, code = "AccessDenied" });

        Assert.Equal(["unreadable"], await NamesAsync(session, new WorkerQuery { FunctionName = "unreadable" }, reporter));
        Assert.Contains("unreadable-temporal-invoke", Assert.Single(reporter.Lines));
    }

    private static async Task<string[]> NamesAsync(AwsSession session, WorkerQuery query, IStageReporter? reporter = null)
    {
        List<string> names = [];
        await foreach (DeployedWorker worker in new WorkerInventory(session, reporter ?? SilentReporter.Instance).FindAsync(query, Token))
        {
            names.Add(worker.FunctionName);
        }

        return [.. names];
    }

    private static async Task CreateAsync(AwsSession session, string name, string? deployment, bool owned)
    {
        string role = (await session.Iam.GetRoleAsync("inventory", Token).OrNull()
            ?? await session.Iam.CreateRoleAsync(new() { RoleName = "inventory", AssumeRolePolicyDocument = Trust }, Token)).Arn;
        if (await session.Lambda.GetFunctionConfigurationAsync(name, null, Token).OrNull() is not null)
        {
            return;
        }

        await session.Lambda.CreateFunctionAsync(
            new CreateFunctionRequest
            {
                FunctionName = name,
                Role = role,
                Runtime = "provided.al2023",
                Handler = "bootstrap",
                Code = new FunctionCode { ZipFile = Packages.Zip(name) },
                Environment = new FunctionEnvironment(
                    deployment is null ? [] : new Dictionary<string, string> { [FunctionVariables.DeploymentName] = deployment, [FunctionVariables.BuildId] = "b1" }),
                Tags = owned ? OwnTags.For(name, deployment, "default") : null,
            },
            Token);
    }
}
