using System.Diagnostics;
using System.Security.Cryptography;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Tests.Functions;

public sealed class FunctionDeploymentTests(FakeAws aws) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("function-").FullName;
    private readonly FastTime _time = new();
    private readonly RecordingReporter _reporter = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> ChangingOperations =>
        ["CreateRole", "PutRolePolicy", "CreateFunction", "PublishVersion", "PutFunctionEventInvokeConfig"];

    public static TheoryData<string> UpdatingOperations =>
        ["UpdateFunctionConfiguration", "UpdateFunctionCode", "PublishVersion", "PutFunctionEventInvokeConfig"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_package_becomes_a_published_version_and_a_rerun_changes_nothing()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("fresh", "one");

        FunctionResult result = await DeployAsync(session, wanted);
        FunctionPlan again = null!;
        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => again = await DeployAgainAsync(session, wanted));

        const string arn = "arn:aws:lambda:eu-central-1:123456789012:function:fresh";
        Assert.Equal(new FunctionResult(arn, "1", arn + ":1", "arn:aws:iam::123456789012:role/fresh-execution"), result);
        Assert.Equal(result, again.Expected);
        Assert.Empty(again.Changes);
        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.Equal(5, calls.Count);
    }

    [Fact]
    public async Task What_is_there_afterwards_is_what_was_wanted()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("complete", "one") with { Environment = new Dictionary<string, string?> { ["MORE"] = "1" } };

        await DeployAsync(session, wanted);

        FunctionDescription function = await session.Lambda.GetFunctionAsync("complete", "1", Token);
        Assert.Equal(await Sha256Async(wanted), function.Configuration.CodeSha256);
        Assert.Equal((600, 512, "bootstrap"), (function.Configuration.Timeout, function.Configuration.MemorySize, function.Configuration.Handler));
        Assert.Equal(
            "MORE=1 TEMPORAL_ADDRESS=temporal:7233 TEMPORAL_LAMBDA_BUILD_ID=one TEMPORAL_LAMBDA_DEPLOYMENT_NAME=shop TEMPORAL_NAMESPACE=default TEMPORAL_TASK_QUEUE=orders",
            string.Join(' ', function.Configuration.Environment!.Variables!.OrderBy(v => v.Key).Select(v => $"{v.Key}={v.Value}")));
        EventInvokeConfig asynchronous = await session.Lambda.GetFunctionEventInvokeConfigAsync("complete", "1", Token);
        Assert.Equal((0, 60), (asynchronous.MaximumRetryAttempts, asynchronous.MaximumEventAgeInSeconds));
        Assert.True(OwnTags.AreOn((await session.Iam.GetRoleAsync("complete-execution", Token)).Tags, "complete"));
    }

    [Fact]
    public async Task New_code_and_settings_become_the_next_version_and_the_old_one_stays()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction first = Wanted("updated", "one");
        WantedFunction second = Wanted("updated", "two") with { Timeout = 60 };

        await DeployAsync(session, first);
        FunctionResult result = await DeployAsync(session, second);
        FunctionPlan back = await DeployAgainAsync(session, first);

        Assert.Equal("2", result.FunctionVersion);
        Assert.Equal(
            await Sha256Async(first), (await session.Lambda.GetFunctionConfigurationAsync("updated", "1", Token)).CodeSha256);
        Assert.Equal(
            await Sha256Async(second), (await session.Lambda.GetFunctionConfigurationAsync("updated", "2", Token)).CodeSha256);
        Assert.Empty(back.Changes);
        Assert.Equal("1", back.Expected.FunctionVersion);
    }

    [Fact]
    public async Task Changed_settings_under_the_same_build_id_publish_another_version()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("settings", "one");

        await DeployAsync(session, wanted);
        FunctionResult result = await DeployAsync(session, wanted with { MemorySize = 1024 });

        Assert.Equal("2", result.FunctionVersion);
    }

    [Fact]
    public async Task Variables_of_others_stay()
    {
        using AwsSession session = await aws.OpenAsync();
        await DeployAsync(session, Wanted("others", "one"));
        FunctionConfiguration found = await session.Lambda.GetFunctionConfigurationAsync("others", null, Token);
        await session.Lambda.UpdateFunctionConfigurationAsync(
            "others",
            new() { Environment = new(new Dictionary<string, string>(found.Environment!.Variables!) { ["THEIRS"] = "hush-hush" }) },
            Token);

        FunctionResult result = await DeployAsync(session, Wanted("others", "two"));

        FunctionConfiguration version = await session.Lambda.GetFunctionConfigurationAsync("others", result.FunctionVersion, Token);
        Assert.Equal("hush-hush", version.Environment!.Variables!["THEIRS"]);
        Assert.Contains("V Variables of 'others' that others set stay: THEIRS.", _reporter.Lines);
        Assert.DoesNotContain(_reporter.Lines, line => line.Contains("hush-hush"));
    }

    [Theory]
    [MemberData(nameof(ChangingOperations))]
    public async Task A_run_that_died_anywhere_is_completed_by_the_next(string operation)
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("died-at-" + operation, "one");
        await aws.PlanAsync(new { operation, times = 1, status = 403, code = "AccessDeniedException" });

        StageException error = await Assert.ThrowsAsync<StageException>(() => DeployAsync(session, wanted));
        FunctionResult result = await DeployAsync(session, wanted);

        Assert.Equal("AwsAccessDenied", error.ErrorId);
        Assert.Equal("1", result.FunctionVersion);
        Assert.Empty((await DeployAgainAsync(session, wanted)).Changes);
    }

    [Theory]
    [MemberData(nameof(UpdatingOperations))]
    public async Task An_update_that_died_anywhere_is_completed_by_the_next(string operation)
    {
        using AwsSession session = await aws.OpenAsync();
        await DeployAsync(session, Wanted("update-died-at-" + operation, "one"));
        WantedFunction wanted = Wanted("update-died-at-" + operation, "two") with { Timeout = 60 };
        await aws.PlanAsync(new { operation, times = 1, status = 403, code = "AccessDeniedException" });

        await Assert.ThrowsAsync<StageException>(() => DeployAsync(session, wanted));
        FunctionResult result = await DeployAsync(session, wanted);

        Assert.Equal("2", result.FunctionVersion);
        Assert.Equal(
            await Sha256Async(wanted),
            (await session.Lambda.GetFunctionConfigurationAsync(wanted.FunctionName, "2", Token)).CodeSha256);
        Assert.Empty((await DeployAgainAsync(session, wanted)).Changes);
    }

    [Fact]
    public async Task A_run_that_another_overtook_takes_what_is_there()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("overtaken", "one");
        FunctionDeployment deployment = new(session, _reporter, _time);
        FunctionPlan late = await deployment.PlanAsync(wanted, Token);

        FunctionResult winner = await DeployAsync(session, wanted);

        Assert.Equal(winner, await deployment.ApplyAsync(late, Token));
    }

    [Fact]
    public async Task A_new_role_that_Lambda_can_not_assume_yet_is_waited_for()
    {
        using AwsSession session = await aws.OpenAsync();
        await aws.PlanAsync(new
        {
            operation = "CreateFunction",
            times = 3,
            status = 400,
            code = "InvalidParameterValueException",
            message = "The role defined for the function cannot be assumed by Lambda.",
        });

        await DeployAsync(session, Wanted("patient", "one"));

        Assert.Equal(TimeSpan.FromSeconds(3), _time.Waited);
        Assert.Equal(
            ["waiting until Lambda can assume it", "waiting until Lambda can assume it", "waiting until Lambda can assume it", "can be assumed"],
            _reporter.Progressed.Select(progress => progress.Status));
        Assert.True(_reporter.Progressed.Last().Completed);
    }

    [Theory]
    [InlineData("The provided execution role does not have permissions to call CreateNetworkInterface on EC2")]
    [InlineData("Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. KMS Exception: InvalidArnException KMS Message: ARN does not refer to a valid principal")]
    public async Task A_new_role_whose_rights_are_not_there_yet_is_waited_for(string message)
    {
        using AwsSession session = await aws.OpenAsync();
        await aws.PlanAsync(new { operation = "CreateFunction", times = 2, status = 400, code = "InvalidParameterValueException", message });

        await DeployAsync(session, Wanted("patient-" + message.Length, "one"));

        Assert.Equal(TimeSpan.FromSeconds(2), _time.Waited);
    }

    [Fact]
    public async Task A_trust_that_somebody_took_from_its_role_is_given_back()
    {
        using AwsSession session = await aws.OpenAsync();
        await DeployAsync(session, Wanted("mistrusted", "one"));
        await session.Iam.UpdateAssumeRolePolicyAsync(
            "mistrusted-execution",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}]}""",
            Token);

        FunctionPlan plan = await DeployAgainAsync(session, Wanted("mistrusted", "one"));
        await new FunctionDeployment(session, _reporter, _time).ApplyAsync(plan, Token);

        Assert.Equal(["UpdateAssumeRolePolicy"], plan.Changes.Select(change => change.Action));
        Assert.Contains("lambda.amazonaws.com", (await session.Iam.GetRoleAsync("mistrusted-execution", Token)).AssumeRolePolicyDocument);
    }

    [Fact]
    public async Task A_new_role_that_IAM_does_not_know_everywhere_yet_is_waited_for()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("unknown-yet", "one") with { RoleOptions = new() { PolicyArns = ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"] } };
        await aws.PlanAsync(
            new { operation = "PutRolePolicy", times = 2, status = 404, code = "NoSuchEntity" },
            new { operation = "AttachRolePolicy", times = 1, status = 404, code = "NoSuchEntity" });

        await DeployAsync(session, wanted);

        Assert.Equal(TimeSpan.FromSeconds(3), _time.Waited);
        Assert.Contains(_reporter.Progressed, progress => progress.Status == "waiting until IAM knows it everywhere");
        Assert.True(_reporter.Progressed.Last().Completed);
        Assert.Empty((await DeployAgainAsync(session, wanted)).Changes);
    }

    [Fact]
    public async Task A_policy_that_is_not_there_ends_in_one_error()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("no-policy", "one") with { RoleOptions = new() { PolicyArns = ["arn:aws:iam::aws:policy/NoSuchPolicy"] } };

        StageException error = await Assert.ThrowsAsync<StageException>(() => DeployAsync(session, wanted));

        Assert.Equal("AwsResourceNotFound", error.ErrorId);
        Assert.InRange(_time.Waited, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(32));
    }

    [Fact]
    public async Task A_role_that_can_never_be_assumed_ends_in_one_error()
    {
        using AwsSession session = await aws.OpenAsync();
        await aws.PlanAsync(new
        {
            operation = "CreateFunction",
            times = 99,
            status = 400,
            code = "InvalidParameterValueException",
            message = "The role defined for the function cannot be assumed by Lambda.",
        });

        StageException error = await Assert.ThrowsAsync<StageException>(() => DeployAsync(session, Wanted("hopeless", "one")));
        await aws.PlanAsync();

        Assert.Equal("RoleNotAssumable", error.ErrorId);
        Assert.InRange(_time.Waited, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(65));
    }

    [Fact]
    public async Task An_update_under_way_is_waited_for_before_and_after_each_change()
    {
        using AwsSession session = await aws.OpenAsync();
        await DeployAsync(session, Wanted("busy", "one"));
        FunctionConfiguration idle = await session.Lambda.GetFunctionConfigurationAsync("busy", null, Token);
        string busy = $$"""{"FunctionName":"busy","FunctionArn":"{{idle.FunctionArn}}","State":"Active","LastUpdateStatus":"InProgress"}""";
        await aws.PlanAsync(new { operation = "GetFunctionConfiguration", times = 2, status = 200, body = busy });

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(() => DeployAsync(session, Wanted("busy", "two") with { Timeout = 60 }));

        const string get = "GetFunctionConfiguration";
        Assert.Equal(
            [get, get, get, "UpdateFunctionConfiguration", get, "UpdateFunctionCode", get, "PublishVersion", "PutFunctionEventInvokeConfig"],
            calls.Select(call => call.Operation!).SkipWhile(operation => operation != get));
        Assert.Equal(["is being updated", "is being updated", "is ready"], _reporter.Progressed.Select(progress => progress.Status));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_ends_within_a_second()
    {
        using AwsSession session = await aws.OpenAsync();
        await DeployAsync(session, Wanted("stopped", "one"));
        await aws.PlanAsync(new
        {
            operation = "GetFunctionConfiguration", times = 999, status = 200, body = """{"FunctionName":"stopped","LastUpdateStatus":"InProgress"}""",
        });
        FunctionDeployment deployment = new(session, _reporter);
        FunctionPlan plan = await deployment.PlanAsync(Wanted("stopped", "two"), Token);
        using CancellationTokenSource stop = new();
        Task<FunctionResult> applying = deployment.ApplyAsync(plan, stop.Token);
        await Task.Delay(1500, Token);

        await stop.CancelAsync();
        Stopwatch watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => applying);
        await aws.PlanAsync();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"it took {watch.Elapsed}");
        Assert.True(_reporter.Progressed.Last().Completed);
    }

    [Fact]
    public async Task An_update_that_began_meanwhile_is_waited_out()
    {
        using AwsSession session = await aws.OpenAsync();
        await DeployAsync(session, Wanted("raced", "one"));
        await aws.PlanAsync(new { operation = "UpdateFunctionCode", times = 2, status = 409, code = "ResourceConflictException" });

        Assert.Equal("2", (await DeployAsync(session, Wanted("raced", "two"))).FunctionVersion);
    }

    [Fact]
    public async Task An_update_that_failed_in_Lambda_is_told_with_its_reason()
    {
        using AwsSession session = await aws.OpenAsync();
        await DeployAsync(session, Wanted("broken", "one"));
        FunctionConfiguration idle = await session.Lambda.GetFunctionConfigurationAsync("broken", null, Token);
        string ready = $$"""{"FunctionName":"broken","FunctionArn":"{{idle.FunctionArn}}","State":"Active"}""";
        string failed = ready.Replace("}", ""","LastUpdateStatus":"Failed","LastUpdateStatusReason":"No key."}""");
        await aws.PlanAsync(
            new { operation = "GetFunctionConfiguration", times = 1, status = 200, body = ready },
            new { operation = "GetFunctionConfiguration", times = 1, status = 200, body = failed });

        StageException error = await Assert.ThrowsAsync<StageException>(() => DeployAsync(session, Wanted("broken", "two")));

        Assert.Equal("FunctionUpdateFailed", error.ErrorId);
        Assert.Contains(": No key.", error.Message);
    }

    [Theory]
    [InlineData("SubnetOutOfIPAddresses", "Give -SubnetId subnets with free addresses")]
    [InlineData("EniLimitExceeded", "quota of network interfaces in Service Quotas")]
    [InlineData("InvalidSubnet", "-SubnetId and -SecurityGroupId")]
    [InlineData("InvalidSecurityGroup", "-SubnetId and -SecurityGroupId")]
    [InlineData("InsufficientRolePermissions", "Allow ec2:CreateNetworkInterface, ec2:DescribeNetworkInterfaces and ec2:DeleteNetworkInterface to the role 'arn:r'")]
    [InlineData("KMSKeyAccessDenied", "allow kms:Decrypt on it to the role 'arn:r'")]
    [InlineData("DisabledKMSKey", "exists and is enabled")]
    [InlineData("InternalError", "Mend what the message names")]
    public async Task A_function_that_does_not_come_up_says_what_it_needs(string code, string wayOut)
    {
        using AwsSession session = await aws.OpenAsync();
        string failed = $$"""{"FunctionName":"{{code}}","FunctionArn":"arn","Role":"arn:r","State":"Failed","StateReason":"Why.","StateReasonCode":"{{code}}"}""";
        await aws.PlanAsync(new { operation = "GetFunctionConfiguration", times = 1, status = 200, body = failed });

        StageException error = await Assert.ThrowsAsync<StageException>(() => DeployAsync(session, Wanted(code, "one")));

        Assert.Equal(("FunctionFailed", FaultCategory.InvalidOperation, code), (error.ErrorId, error.Category, (string)error.Target!));
        Assert.Contains(wayOut, error.Recommendation);
    }

    [Fact]
    public async Task A_function_that_is_never_ready_ends_the_wait()
    {
        using AwsSession session = await aws.OpenAsync();
        string pending = """{"FunctionName":"pending","FunctionArn":"arn","Role":"arn:r","State":"Pending","StateReason":"Slow."}""";
        await aws.PlanAsync(new { operation = "GetFunctionConfiguration", times = 9999, status = 200, body = pending });

        StageException error = await Assert.ThrowsAsync<StageException>(async () =>
        {
            FunctionDeployment deployment = new(session, _reporter, new LeapingTime());
            await deployment.ApplyAsync(await deployment.PlanAsync(Wanted("pending", "one"), Token), Token);
        });
        await aws.PlanAsync();

        Assert.Equal(("FunctionNotReady", FaultCategory.OperationTimeout), (error.ErrorId, error.Category));
        Assert.Contains("Slow.", error.Message);
    }

    [Fact]
    public async Task A_version_that_holds_something_else_is_never_passed_on()
    {
        using AwsSession session = await aws.OpenAsync();
        string old = """{"FunctionName":"stale","FunctionArn":"arn","Version":"7","CodeSha256":"old"}""";
        await aws.PlanAsync(new { operation = "PublishVersion", times = 1, status = 201, body = old });

        StageException error = await Assert.ThrowsAsync<StageException>(() => DeployAsync(session, Wanted("stale", "one")));

        Assert.Equal("VersionNotAsWanted", error.ErrorId);
    }

    [Fact]
    public async Task A_package_that_is_only_planned_can_be_planned_with()
    {
        using AwsSession session = await aws.OpenAsync();
        FunctionDeployment deployment = new(session, _reporter, _time);

        FunctionPlan plan = await deployment.PlanAsync(Wanted("planned", "one") with { PackagePath = null }, Token);

        Assert.Equal(5, plan.Changes.Count);
        Assert.Equal("arn:aws:lambda:eu-central-1:123456789012:function:planned:1", plan.Expected.QualifiedArn);
    }

    [Fact]
    public async Task A_package_that_is_only_planned_is_known_by_its_fingerprint()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("planned-again", "one") with { Fingerprint = "code-1" };
        await DeployAsync(session, wanted);
        FunctionDeployment deployment = new(session, _reporter, _time);

        FunctionPlan same = await deployment.PlanAsync(wanted with { PackagePath = null }, Token);
        FunctionPlan unknown = await deployment.PlanAsync(wanted with { PackagePath = null, Fingerprint = null, MemorySize = 1024 }, Token);

        Assert.Empty(same.Changes);
        Assert.Equal(
            ["UpdateFunctionConfiguration", "UpdateFunctionCode", "PublishVersion", "PutFunctionEventInvokeConfig"],
            unknown.Changes.Select(change => change.Action));
    }

    [Fact]
    public async Task For_development_no_version_is_published()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("latest", "one") with { Unqualified = true };

        FunctionResult result = await DeployAsync(session, wanted);

        Assert.Equal(("$LATEST", result.FunctionArn), (result.FunctionVersion, result.QualifiedArn));
        Assert.Single(await session.Lambda.ListVersionsByFunctionAsync("latest", Token));
        Assert.Empty((await DeployAgainAsync(session, wanted)).Changes);
    }

    [Fact]
    public async Task A_given_execution_role_is_used_and_left_alone()
    {
        using AwsSession session = await aws.OpenAsync();
        const string trust =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        string role = (await session.Iam.CreateRoleAsync(new() { RoleName = "given", AssumeRolePolicyDocument = trust }, Token)).Arn;

        await aws.PlanAsync(new { operation = "SimulatePrincipalPolicy", times = 1, status = 200, body = "<R><SimulatePrincipalPolicyResult/></R>" });

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(
            () => DeployAsync(session, Wanted("with-role", "one") with { ExecutionRoleArn = role }));

        Assert.Equal(role, (await session.Lambda.GetFunctionConfigurationAsync("with-role", null, Token)).Role);
        Assert.DoesNotContain(calls, call => call.Service == "iam" && call.Changes);
        FunctionPlan again = await DeployAgainAsync(session, Wanted("with-role", "one"));
        Assert.Empty(again.Changes);
        Assert.Equal(role, again.Expected.ExecutionRoleArn);
    }

    [Theory]
    [InlineData("PackageNotFound")]
    [InlineData("PackageChanged")]
    [InlineData("FunctionNameNotValid")]
    [InlineData("VariableNotValid")]
    [InlineData("VariableIsOwn")]
    [InlineData("SettingNotValid")]
    public async Task Bad_input_is_refused_before_anything_is_changed(string errorId)
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = Wanted("refused", "one");
        wanted = errorId switch
        {
            "PackageNotFound" => wanted with { PackagePath = Path.Combine(_folder, "absent.zip") },
            "PackageChanged" => wanted with { PackageSha256 = "other" },
            "FunctionNameNotValid" => wanted with { FunctionName = "my.worker" },
            "VariableNotValid" => wanted with { Environment = new Dictionary<string, string?> { ["1"] = "" } },
            "SettingNotValid" => wanted with { Timeout = 901 },
            _ => wanted with { Environment = new Dictionary<string, string?> { ["TEMPORAL_TASK_QUEUE"] = "" } },
        };
        StageException error = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(
            async () => error = await Assert.ThrowsAsync<StageException>(() => DeployAsync(session, wanted)));

        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain(calls, call => call.Changes);
    }

    private static async Task<string> Sha256Async(WantedFunction wanted) =>
        Convert.ToBase64String(SHA256.HashData(await File.ReadAllBytesAsync(wanted.PackagePath!, Token)));

    private WantedFunction Wanted(string functionName, string code) =>
        SampleFunction.In(_folder, functionName, code) with { Address = "temporal:7233", Namespace = "default" };

    private async Task<FunctionResult> DeployAsync(AwsSession session, WantedFunction wanted)
    {
        FunctionDeployment deployment = new(session, _reporter, _time);
        return await deployment.ApplyAsync(await deployment.PlanAsync(wanted, Token), Token);
    }

    private async Task<FunctionPlan> DeployAgainAsync(AwsSession session, WantedFunction wanted)
    {
        FunctionDeployment deployment = new(session, _reporter, _time);
        FunctionPlan plan = await deployment.PlanAsync(wanted, Token);
        Assert.Equal(plan.Expected, await deployment.ApplyAsync(plan, Token));
        return plan;
    }
}
