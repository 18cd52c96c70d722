using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class NewTemporalWorkerDeploymentVersionTests(FakeAws aws, TemporalServer server) : IDisposable
{
    private const string Register = "$worker | New-TemporalWorkerDeploymentVersion @temporal -TimeoutSeconds 0";
    private readonly TemporalStage _stage = new(aws, server);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task A_granted_worker_becomes_a_version_and_carries_everything_on()
    {
        PSObject worker = await _stage.GrantedAsync("registered");
        EngineResult result = await _stage.RunAsync(Register, worker);

        result.AssertNoErrors();
        Assert.Equal(
            ("registered", "b1", "orders", "Created", false, false),
            (result.Single("DeploymentName"), result.Single("BuildId"), result.Single("TaskQueue"), result.Single("Status"), result.Single("IsBound"),
                result.Single("IsPlanned")));
        Assert.Equal("arn:aws:lambda:eu-central-1:123456789012:function:registered:1", result.Single("QualifiedArn"));
        Assert.EndsWith("CreateDeployment CreateVersion", await _stage.ActionsAsync(result.Output[0]), StringComparison.Ordinal);
        Assert.Contains(result.Verbose, line => line.StartsWith("Temporal: create version 'b1' of 'registered': OK", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Verbose, line => line.Contains((string)worker.Properties["ExternalId"].Value, StringComparison.Ordinal));
        Assert.All(result.Progress.GroupBy(p => p.Activity), bar => Assert.Equal(ProgressRecordType.Completed, bar.Last().RecordType));
    }

    [Fact]
    public async Task The_lifetime_follows_the_functions_timeout_and_other_settings_are_told()
    {
        PSObject worker = await _stage.GrantedAsync("scaled");
        await _stage.RunAsync(Register, worker);
        EngineResult changed = await _stage.RunAsync(Register + " -MaximumWorkerLifetime 30 -ScaleUpCooloff 250 -WhatIf", worker);

        Assert.Equal(
            ["What if: Give version 'b1' of worker deployment 'scaled' max_worker_lifetime_ms 30000 instead of 60000, scale_up_cooloff_ms 250."],
            TemporalStage.PlannedLines(changed.AssertNoErrors()));
    }

    [Fact]
    public async Task The_kinds_of_task_are_carried_on_and_shown()
    {
        PSObject worker = await _stage.GrantedAsync("for-activities");
        EngineResult result = await _stage.RunAsync(Register + " -TaskQueueType activity", worker);
        PSObject registered = Assert.Single(result.AssertNoErrors().Output);

        EngineResult again = await _stage.RunAsync(Register + " -WhatIf", registered);
        Assert.EndsWith("is not bound to version 'b1' of worker deployment 'for-activities' for Activity tasks.", Assert.Single(TemporalStage.PlannedLines(again)), StringComparison.Ordinal);
        EngineResult shown = await _stage.RunAsync("[string](Get-TemporalWorkerDeploymentVersion @temporal for-activities b1).ScalingGroups");
        Assert.StartsWith("activity (Activity): aws-lambda arn:", (string)shown.AssertNoErrors().Output.Single().BaseObject, StringComparison.Ordinal);
        (await _stage.RunAsync(Register + " -TaskQueueType workflow, activity", registered)).AssertError("TemporalTaskQueueTypeTaken");
        ErrorRecord unknown = Assert.Single((await _stage.RunAsync(Register + " -TaskQueueType queries", registered)).Errors);
        Assert.Contains("Workflow, Activity, Nexus", unknown.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_never_comes_is_an_error_and_the_next_one_goes_on()
    {
        PSObject worker = await _stage.GrantedAsync("silent");
        PSObject bad = TemporalStage.Record(("DeploymentName", "no.name"), ("BuildId", "b1"), ("QualifiedArn", worker.Properties["QualifiedArn"].Value),
            ("InvokeRoleArn", worker.Properties["InvokeRoleArn"].Value), ("ExternalId", "external-id"));
        EngineResult result = await _stage.RunAsync(
            "$worker[0], $worker[1] | New-TemporalWorkerDeploymentVersion @temporal -TimeoutSeconds 2", new PSObject(new[] { bad, worker }));

        Assert.Equal(
            ["TemporalDeploymentNameInvalid", "TemporalTaskQueueNotBound"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(ErrorCategory.OperationTimeout, result.Errors[1].CategoryInfo.Category);
        Assert.Contains("'orders'", result.Errors[1].Exception.Message, StringComparison.Ordinal);

        EngineResult again = await _stage.RunAsync(Register + " -WhatIf", worker);
        Assert.StartsWith("What if: Have Temporal invoke ", Assert.Single(TemporalStage.PlannedLines(again)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Timeout 3", "", "WorkerTimeoutTooShort", "is 3 s")]
    [InlineData("", "b2", "WorkerEnvironmentDiffers", "TEMPORAL_LAMBDA_BUILD_ID is 'b1' and must be 'b2'")]
    [InlineData("log", "", "ServerNotReached", "connection refused")]
    public async Task Why_a_worker_never_comes_is_told_by_the_functions_settings_and_its_log(string how, string buildId, string errorId, string told)
    {
        string name = $"never-comes-{errorId}";
        PSObject worker = Assert.Single((await _stage.RunAsync(
            $$"""
            $worker | Publish-TemporalLambdaWorker @aws -WorkerAddress temporal:7233 -WorkerNamespace default {{(how.StartsWith('-') ? how : "")}} |
                Grant-TemporalInvoke @aws -TemporalPrincipalArn arn:aws:iam::123456789012:root
            """,
            _stage.Packaged(name))).AssertNoErrors().Output);
        if (buildId.Length > 0)
        {
            worker.Properties["BuildId"].Value = buildId;
        }

        if (how == "log")
        {
            await aws.WriteLogAsync($"/aws/lambda/{name}", "2026/08/31/[1]abc", DateTimeOffset.UtcNow, "tcp connect error: connection refused");
        }

        ErrorRecord error = (await _stage.RunAsync("$worker | New-TemporalWorkerDeploymentVersion @temporal @aws -TimeoutSeconds 1", worker)).AssertError(errorId);
        Assert.Contains(told, error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("No worker polled task queue 'orders'", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIf_and_planned_records_tell_the_plan_and_change_nothing()
    {
        EngineResult whole = await _stage.RunAsync(
            """
            $worker | Publish-TemporalLambdaWorker @aws -WorkerAddress temporal:7233 -WorkerNamespace default -WhatIf |
                Grant-TemporalInvoke @aws -TemporalPrincipalArn arn:aws:iam::123456789012:root |
                New-TemporalWorkerDeploymentVersion @temporal | Set-CurrentTemporalVersion @temporal
            """,
            _stage.Packaged("only-planned"));

        whole.AssertNoErrors();
        Assert.Equal(true, whole.Single("IsPlanned"));
        Assert.Equal("only-planned", whole.Single("DeploymentName"));
        Assert.Contains(TemporalStage.PlannedLines(whole), line => line.Contains("Create version 'b1' of worker deployment 'only-planned'", StringComparison.Ordinal));
        Assert.Contains(TemporalStage.PlannedLines(whole), line => line.Contains("Make version 'b1' the current one", StringComparison.Ordinal));
        (await _stage.RunAsync("Set-CurrentTemporalVersion @temporal only-planned b1")).AssertError("TemporalDeploymentNotFound");
    }

    [Theory]
    [InlineData("DeploymentName")]
    [InlineData("BuildId")]
    [InlineData("QualifiedArn")]
    [InlineData("InvokeRoleArn")]
    [InlineData("ExternalId")]
    public async Task A_record_without_what_is_needed_is_one_error_that_names_it(string missing)
    {
        PSObject record = Complete();
        record.Properties.Remove(missing);
        ErrorRecord error = (await _stage.RunAsync(Register, record)).AssertError("MissingProperty");
        Assert.Contains(missing, error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my.app", "TemporalDeploymentNameInvalid")]
    [InlineData("my:app", "TemporalDeploymentNameInvalid")]
    [InlineData("__app", "TemporalDeploymentNameInvalid")]
    public async Task A_name_that_the_server_refuses_is_refused_before(string name, string errorId)
    {
        PSObject record = Complete();
        record.Properties["DeploymentName"].Value = name;
        ErrorRecord error = (await _stage.RunAsync(Register, record)).AssertError(errorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
    }

    [Fact]
    public async Task Validate_asks_the_server_and_creates_nothing()
    {
        PSObject worker = await _stage.GrantedAsync("validated");
        (await _stage.RunAsync(Register + " -Validate", worker)).AssertError("TemporalNothingToValidateWith");
        (await _stage.RunAsync(Register, worker)).AssertNoErrors();
        worker.Properties["BuildId"].Value = "b2";
        EngineResult good = await _stage.RunAsync(Register + " -Validate", worker);
        Assert.Equal(true, good.AssertNoErrors().Single("IsPlanned"));
        Assert.Contains(good.Information, line => line.StartsWith("Temporal can assume ", StringComparison.Ordinal));
        Assert.Contains(good.Verbose, line => line.StartsWith("Temporal: validate version 'b1' of 'validated': OK", StringComparison.Ordinal));

        worker.Properties["InvokeRoleArn"].Value = "arn:aws:iam::123456789012:role/absent";
        ErrorRecord bad = (await _stage.RunAsync(Register + " -Validate", worker)).AssertError("TemporalRoleNotAssumable");
        Assert.Equal(ErrorCategory.PermissionDenied, bad.CategoryInfo.Category);
        (await _stage.RunAsync("Get-TemporalWorkerDeploymentVersion @temporal validated b2")).AssertError("TemporalVersionNotFound");
    }

    [Fact]
    public async Task NoUpdate_refuses_with_the_difference_and_leaves_the_version()
    {
        PSObject worker = await _stage.GrantedAsync("left-alone");
        (await _stage.RunAsync(Register + " -NoUpdate", worker)).AssertNoErrors();
        ErrorRecord error = (await _stage.RunAsync(Register + " -NoUpdate -MaximumWorkerLifetime 30", worker)).AssertError("TemporalVersionDiffers");
        Assert.Equal(ErrorCategory.ResourceExists, error.CategoryInfo.Category);
        Assert.Contains("max_worker_lifetime_ms 30000 instead of 60000", error.Exception.Message, StringComparison.Ordinal);
        EngineResult left = await _stage.RunAsync("(Get-TemporalWorkerDeploymentVersion @temporal left-alone b1).ScalingGroups[0].Scaler['max_worker_lifetime_ms']");
        Assert.Equal(60000.0, Assert.Single(left.AssertNoErrors().Output).BaseObject);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_one_error()
    {
        ErrorRecord error = (await _stage.RunAsync("$worker | New-TemporalWorkerDeploymentVersion -Address 127.0.0.1:1", Complete()))
            .AssertError("TemporalServerUnreachable");
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
    }

    private static PSObject Complete() => TemporalStage.Record(
        ("DeploymentName", "app"), ("BuildId", "b1"), ("TaskQueue", "orders"), ("ExternalId", "external-id"),
        ("QualifiedArn", "arn:aws:lambda:eu-central-1:123456789012:function:app:1"), ("InvokeRoleArn", "arn:aws:iam::123456789012:role/app"));
}
