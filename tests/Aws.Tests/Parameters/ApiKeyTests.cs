using System.Net;
using Amazon.SimpleSystemsManagement.Model;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Aws.Tests.Faults;

namespace TemporalLambda.Aws.Tests.Parameters;

/// <summary>A worker's API key, with the fake.</summary>
public sealed class ApiKeyTests(FakeAws aws) : IDisposable
{
    private const string Secret = "hush-hush-1";

    private readonly string _folder = Directory.CreateTempSubdirectory("api-key-").FullName;
    private readonly RecordingReporter _reporter = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_key_becomes_a_parameter_that_the_function_knows_and_its_role_may_read()
    {
        using AwsSession session = await aws.OpenAsync(_reporter);
        WantedFunction wanted = Wanted("keyed") with { ApiKey = Key(Secret) };

        await DeployAsync(session, wanted);

        const string name = "/temporal-lambda/keyed/api-key";
        Parameter found = await ParameterAsync(session, name);
        Assert.Equal((Secret, "SecureString", 1L), (found.Value, found.Type.Value, found.Version));
        Assert.Equal(name, (await VariablesAsync(session, "keyed"))["TEMPORAL_API_KEY_PARAMETER"]);
        Assert.Contains(
            """{"Sid":"Parameter","Effect":"Allow","Action":["ssm:GetParameter"],"Resource":["arn:aws:ssm:eu-central-1:123456789012:parameter/temporal-lambda/keyed/api-key"]}""",
            await session.Iam.GetRolePolicyAsync("keyed-execution", "temporal-worker", Token));
        Assert.Contains(
            "temporal-lambda:function=keyed",
            (await session.Parameters.ListTagsForResourceAsync(
                new ListTagsForResourceRequest { ResourceType = "Parameter", ResourceId = name }, Token)).TagList.Select(t => $"{t.Key}={t.Value}"));
    }

    [Fact]
    public async Task An_equal_key_changes_nothing_and_no_key_leaves_it()
    {
        using AwsSession session = await aws.OpenAsync(_reporter);
        WantedFunction wanted = Wanted("keyed-again") with { ApiKey = Key(Secret) with { KmsKeyId = "alias/workers" } };
        await DeployAsync(session, wanted);

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () =>
        {
            Assert.Empty((await DeployAsync(session, wanted)).Changes);
            Assert.Empty((await DeployAsync(session, wanted with { ApiKey = Key(Secret) })).Changes);
            Assert.Empty((await DeployAsync(session, Wanted("keyed-again"))).Changes);
        });

        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.Equal(1, (await ParameterAsync(session, "/temporal-lambda/keyed-again/api-key")).Version);
    }

    [Fact]
    public async Task Another_key_is_another_version_of_the_parameter_and_nothing_of_the_function()
    {
        using AwsSession session = await aws.OpenAsync(_reporter);
        WantedFunction wanted = Wanted("rotated") with { ApiKey = Key(Secret) with { ParameterName = "/team/rotated" } };
        await DeployAsync(session, wanted);

        FunctionPlan plan = await DeployAsync(session, wanted with { ApiKey = wanted.ApiKey with { Key = Key("hush-hush-2").Key } });

        Assert.Equal(["PutParameter"], plan.Changes.Select(change => change.Action));
        Parameter found = await ParameterAsync(session, "/team/rotated");
        Assert.Equal(("hush-hush-2", 2L), (found.Value, found.Version));
    }

    [Fact]
    public async Task The_role_may_decrypt_with_a_named_key_this_parameter_only()
    {
        using AwsSession session = await aws.OpenAsync(_reporter);
        await DeployAsync(session, Wanted("encrypted") with { ApiKey = Key(Secret) with { KmsKeyId = "alias/workers" } });

        string policy = await session.Iam.GetRolePolicyAsync("encrypted-execution", "temporal-worker", Token);

        Assert.Contains(
            "\"Action\":[\"kms:Decrypt\"],\"Resource\":[\"arn:aws:kms:eu-central-1:123456789012:key/*\"],\"Condition\":{\"StringEquals\":{"
                + "\"kms:EncryptionContext:PARAMETER_ARN\":\"arn:aws:ssm:eu-central-1:123456789012:parameter/temporal-lambda/encrypted/api-key\"},"
                + "\"ForAnyValue:StringEquals\":{\"kms:ResourceAliases\":\"alias/workers\"}}",
            policy);
    }

    [Fact]
    public async Task A_version_that_reads_another_parameter_goes_on_doing_so()
    {
        using AwsSession session = await aws.OpenAsync(_reporter);
        await DeployAsync(session, Wanted("moved") with { ApiKey = Key(Secret) with { ParameterName = "/one", KmsKeyId = "alias/one" } });

        await DeployAsync(session, Wanted("moved") with { ApiKey = Key(Secret) with { ParameterName = "/two" } });

        string policy = await session.Iam.GetRolePolicyAsync("moved-execution", "temporal-worker", Token);
        Assert.Contains(":parameter/one\",\"arn:aws:ssm:eu-central-1:123456789012:parameter/two\"", policy);
        Assert.Contains("alias/one", policy);
    }

    [Fact]
    public async Task A_parameter_of_others_is_only_read()
    {
        using AwsSession session = await aws.OpenAsync(_reporter);
        await session.Parameters.PutParameterAsync(
            new PutParameterRequest { Name = "/theirs", Type = "SecureString", Value = Secret, KeyId = "1234-5678" }, Token);

        FunctionPlan plan = await DeployAsync(session, Wanted("borrows") with { ApiKey = new ApiKeyOptions { ParameterName = "/theirs" } });

        Assert.DoesNotContain("PutParameter", plan.Changes.Select(change => change.Action));
        Assert.Equal("/theirs", (await VariablesAsync(session, "borrows"))["TEMPORAL_API_KEY_PARAMETER"]);
        Assert.Contains("key/1234-5678", await session.Iam.GetRolePolicyAsync("borrows-execution", "temporal-worker", Token));
    }

    [Fact]
    public async Task In_the_environment_it_is_with_a_warning_and_moves_from_there_to_a_parameter()
    {
        using AwsSession session = await aws.OpenAsync(_reporter);
        WantedFunction wanted = Wanted("plain-key") with { ApiKey = Key(Secret) with { Storage = ApiKeyStorage.Environment } };

        await DeployAsync(session, wanted);
        string before = (await VariablesAsync(session, "plain-key"))["TEMPORAL_API_KEY"];
        await DeployAsync(session, wanted with { ApiKey = Key(Secret) });

        Assert.Equal(Secret, before);
        Assert.Contains(_reporter.Lines, line => line.StartsWith("W The API key is kept in the environment of 'plain-key'", StringComparison.Ordinal));
        IReadOnlyDictionary<string, string> after = await VariablesAsync(session, "plain-key");
        Assert.False(after.ContainsKey("TEMPORAL_API_KEY"));
        Assert.Equal("/temporal-lambda/plain-key/api-key", after["TEMPORAL_API_KEY_PARAMETER"]);
    }

    [Fact]
    public async Task The_key_is_in_no_line_no_change_and_no_error()
    {
        using AwsSession session = await aws.OpenAsync(_reporter);
        WantedFunction wanted = Wanted("silent") with { ApiKey = Key(Secret) };
        await aws.PlanAsync(new { operation = "PutParameter", times = 1, status = 403, code = "AccessDeniedException", message = "No." });

        StageException error = await Assert.ThrowsAsync<StageException>(() => DeployAsync(session, wanted));
        FunctionPlan plan = await DeployAsync(session, wanted);

        Assert.Equal(("AwsAccessDenied", "/temporal-lambda/silent/api-key"), (error.ErrorId, error.Target));
        Assert.Contains("ssm:PutParameter", error.Recommendation);
        Assert.DoesNotContain("hush", error.ToString() + string.Join(' ', _reporter.Lines) + plan + string.Join(' ', plan.Changes) + plan.Wanted);
        Assert.Contains(_reporter.Lines, line => line.StartsWith("V ssm PutParameter /temporal-lambda/silent/api-key: 200 in ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_may_not_read_the_parameter_may_write_it()
    {
        using AwsSession session = await aws.OpenAsync(_reporter);
        WantedFunction wanted = Wanted("write-only") with { ApiKey = Key(Secret) };
        await DeployAsync(session, wanted);
        await aws.PlanAsync(new { operation = "GetParameter", times = 1, status = 400, code = "AccessDeniedException", message = "No." });

        FunctionPlan plan = await DeployAsync(session, wanted);

        Assert.Equal(["PutParameter"], plan.Changes.Select(change => change.Action));
        Assert.Contains(_reporter.Lines, line => line.Contains("holds the key already can not be seen"));
    }

    [Fact]
    public async Task A_parameter_that_came_meanwhile_is_taken()
    {
        using AwsSession session = await aws.OpenAsync(_reporter);
        FunctionDeployment deployment = new(session, _reporter);
        FunctionPlan late = await deployment.PlanAsync(Wanted("raced-key") with { ApiKey = Key("hush-hush-2") }, Token);
        await DeployAsync(session, Wanted("raced-key") with { ApiKey = Key(Secret) });

        await deployment.ApplyAsync(late, Token);

        Parameter found = await ParameterAsync(session, "/temporal-lambda/raced-key/api-key");
        Assert.Equal(("hush-hush-2", 2L), (found.Value, found.Version));
    }

    [Theory]
    [InlineData("429", 429)]
    [InlineData("500", 500)]
    [InlineData("dropped", 0)]
    public async Task A_passing_fault_while_a_key_is_stored_is_overcome(string fault, int status)
    {
        using AwsSession session = await aws.OpenAsync(_reporter, time: new FastTime());
        await aws.PlanAsync(status == 0
            ? new { operation = "PutParameter", times = 2, drop = true }
            : new { operation = "PutParameter", times = 2, status, code = "ThrottlingException" });

        await DeployAsync(session, Wanted("overcome-" + fault) with { ApiKey = Key(Secret) });

        Assert.Equal(1, (await ParameterAsync(session, $"/temporal-lambda/overcome-{fault}/api-key")).Version);
    }

    [Fact]
    public async Task Where_only_the_answer_is_lost_the_key_is_not_stored_again()
    {
        await using FaultProxy proxy = new(await aws.UseAsync());
        using AwsSession session = await FakeAwsSessions.OpenAsync(proxy.Url, _reporter, time: new FastTime());
        WantedFunction wanted = Wanted("lost-answer") with { ApiKey = Key(Secret) };
        await DeployAsync(session, wanted);
        FunctionDeployment deployment = new(session, _reporter, new FastTime());
        FunctionPlan plan = await deployment.PlanAsync(wanted with { ApiKey = Key("hush-hush-2") }, Token);
        proxy.Planned = (Fault.AnswerLost, proxy.Requests + 1);

        await deployment.ApplyAsync(plan, Token);

        Parameter found = await ParameterAsync(session, "/temporal-lambda/lost-answer/api-key");
        Assert.Equal(("hush-hush-2", 2L), (found.Value, found.Version));
    }

    [Fact]
    public async Task A_key_that_comes_twice_is_refused()
    {
        using AwsSession session = await aws.OpenAsync(_reporter);
        WantedFunction wanted = Wanted("twice") with
        {
            ApiKey = Key(Secret), Environment = new Dictionary<string, string?> { ["TEMPORAL_API_KEY"] = "other" },
        };

        Assert.Equal("ApiKeyTwice", (await Assert.ThrowsAsync<StageException>(() => DeployAsync(session, wanted))).ErrorId);
    }

    private static ApiKeyOptions Key(string key) => new() { Key = new NetworkCredential("", key).SecurePassword };

    private static async Task<Parameter> ParameterAsync(AwsSession session, string name) =>
        (await session.Parameters.GetParameterAsync(new GetParameterRequest { Name = name, WithDecryption = true }, Token)).Parameter;

    private static async Task<IReadOnlyDictionary<string, string>> VariablesAsync(AwsSession session, string functionName) =>
        (await session.Lambda.GetFunctionConfigurationAsync(functionName, null, Token)).Environment!.Variables!;

    private async Task<FunctionPlan> DeployAsync(AwsSession session, WantedFunction wanted)
    {
        FunctionDeployment deployment = new(session, _reporter, new FastTime());
        FunctionPlan plan = await deployment.PlanAsync(wanted, Token);
        await deployment.ApplyAsync(plan, Token);
        return plan;
    }

    private WantedFunction Wanted(string functionName) => SampleFunction.In(_folder, functionName);
}
