using TemporalLambda.Temporal.Tests.Fixtures;
using Temporalio.Api.WorkflowService.V1;

namespace TemporalLambda.Temporal.Tests.Versions;

/// <summary>Functions for kinds of task, as scaling groups of one version.</summary>
public class TaskQueueKindTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Two_functions_are_for_two_kinds_of_task_of_one_version_and_are_read_back(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        string other = await at.Aws.CreateFunctionAsync($"{at.Name}-activities");
        WantedVersion workflows = Unwaited(at, TaskQueueKind.Workflow);
        WantedVersion activities = Unwaited(at, TaskQueueKind.Activity) with { FunctionArn = other };
        await at.RegisterAsync(workflows);
        VersionResult second = await at.RegisterAsync(activities);
        Assert.Equal(
            [$"Give version '1' of worker deployment '{at.Name}' function {other} to invoke for Activity tasks."], second.Changes.Select(change => change.Sentence));

        VersionDescription found = await new DeploymentReader(at.Connection).VersionAsync(at.Name, "1", Cancel);
        Assert.Equal(
            [$"activity (Activity): aws-lambda {other}", $"workflow (Workflow): aws-lambda {at.Wanted.FunctionArn}"],
            found.ScalingGroups.Select(group => group.ToString()));
        VersionState state = await VersionState.ReadVersionAsync(at.Connection, at.Name, "1", Cancel);
        Assert.Equal(other, state.About(other).Group!.FunctionArn);
        Assert.Equal(at.Wanted.FunctionArn, state.About(at.Wanted.FunctionArn).Group!.FunctionArn);

        // Each is updated by itself, and what is as wanted is left alone but for the invocation that binds the queue.
        VersionResult changed = await at.RegisterAsync(activities with { FunctionArn = at.Wanted.FunctionArn });
        Assert.Equal(["UpdateCompute"], changed.Changes.Select(change => change.Action));
        Assert.Equal(["InvokeAgain"], (await at.RegisterAsync(workflows)).Changes.Select(change => change.Action));
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_function_for_all_other_tasks_goes_beside_one_for_some(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        string other = await at.Aws.CreateFunctionAsync($"{at.Name}-activities");
        await at.RegisterAsync(Unwaited(at));
        await at.RegisterAsync(Unwaited(at, TaskQueueKind.Activity) with { FunctionArn = other });
        VersionState state = await VersionState.ReadVersionAsync(at.Connection, at.Name, "1", Cancel);
        Assert.Equal([("default", at.Wanted.FunctionArn), ("activity", other)], state.Groups.Select(group => (group.Name, group.FunctionArn)));
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_kind_of_task_that_another_function_is_for_is_refused_before(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        await at.RegisterAsync(Unwaited(at, TaskQueueKind.Activity));
        int invocations = await at.Aws.InvocationsAsync(at.Name);
        StageException error = await Refusal.OfAsync(
            at, "TemporalTaskQueueTypeTaken", Unwaited(at, TaskQueueKind.Activity, TaskQueueKind.Workflow), at.Wanted.FunctionArn);
        Assert.Equal(("TemporalTaskQueueTypeTaken", FaultCategory.ResourceExists, $"{at.Name}:1"), (error.ErrorId, error.Category, error.Target));
        Assert.StartsWith("Scaling group 'activity' of version '1'", error.Message, StringComparison.Ordinal);
        Assert.Equal(invocations, await at.Aws.InvocationsAsync(at.Name));
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task The_queue_is_bound_when_it_was_polled_for_the_kind(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        Task<TestWorker> starting = at.WorkerOnInvocationAsync();
        VersionResult workflows = await at.RegisterAsync(at.Wanted with { TaskQueueKinds = [TaskQueueKind.Workflow] });
        await using TestWorker worker = await starting;
        Assert.True(workflows.IsBound);

        // The tests' worker has workflows alone.
        WantedVersion nexus = at.Wanted with { TaskQueueKinds = [TaskQueueKind.Nexus], Timeout = TimeSpan.FromSeconds(3) };
        StageException error = await Refusal.OfAsync(at, "TemporalTaskQueueNotBound", nexus, at.Wanted.TaskQueue);
        Assert.Contains($"polled task queue '{at.Wanted.TaskQueue}' for Nexus tasks within 3 s", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_group_of_that_name_that_somebody_made_for_other_tasks_is_mended(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        await at.RegisterAsync(Unwaited(at));
        ComputeGroup odd = (await VersionState.ReadVersionAsync(at.Connection, at.Name, "1", Cancel)).Group! with { TaskQueueKinds = [TaskQueueKind.Nexus] };
        UpdateWorkerDeploymentVersionComputeConfigRequest request = new()
        {
            Namespace = "default", DeploymentVersion = new() { DeploymentName = at.Name, BuildId = "1" }, Identity = "test", RequestId = "odd",
            ComputeConfigScalingGroups = { ["activity"] = new() { ScalingGroup = odd.ToMessage() } },
        };
        await at.Connection.Client.WorkflowService.UpdateWorkerDeploymentVersionComputeConfigAsync(request);
        VersionResult result = await at.RegisterAsync(Unwaited(at, TaskQueueKind.Activity));
        Assert.Equal(
            [$"Give version '1' of worker deployment '{at.Name}' Activity tasks instead of Nexus tasks."], result.Changes.Select(change => change.Sentence));
        VersionState state = await VersionState.ReadVersionAsync(at.Connection, at.Name, "1", Cancel);
        Assert.Equal([TaskQueueKind.Activity], state.Groups.Single(group => group.Name == "activity").TaskQueueKinds);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task The_server_checks_a_function_for_some_tasks_in_advance(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        VersionDeployment deployment = new(at.Connection);
        await at.RegisterAsync(Unwaited(at, TaskQueueKind.Workflow));
        await ValidateAsync(Unwaited(at, TaskQueueKind.Activity));
        await ValidateAsync(Unwaited(at, TaskQueueKind.Activity) with { BuildId = "2" });
        await ValidateAsync(Unwaited(at) with { BuildId = "2" });
        WantedVersion absent = Unwaited(at, TaskQueueKind.Activity) with { FunctionArn = at.Wanted.FunctionArn.Replace(at.Name, "absent", StringComparison.Ordinal) };
        Assert.Equal("TemporalFunctionNotFound", (await Assert.ThrowsAsync<StageException>(() => ValidateAsync(absent))).ErrorId);

        async Task ValidateAsync(WantedVersion wanted) => await deployment.ValidateAsync(await deployment.PlanAsync(wanted, Cancel), Cancel);
    }

    [Fact]
    public void All_kinds_together_are_the_same_as_none_and_order_makes_no_difference()
    {
        WantedVersion wanted = new("app", "1", "queue", "F", "R", "external");
        Assert.Equal("default", (wanted with { TaskQueueKinds = [TaskQueueKind.Nexus, TaskQueueKind.Activity, TaskQueueKind.Workflow] }).GroupName);
        Assert.Equal("workflow-nexus", (wanted with { TaskQueueKinds = [TaskQueueKind.Nexus, TaskQueueKind.Workflow, TaskQueueKind.Nexus] }).GroupName);
    }

    private static WantedVersion Unwaited(Situation at, params TaskQueueKind[] kinds) => at.Wanted with { TaskQueueKinds = kinds, Timeout = TimeSpan.Zero };
}
