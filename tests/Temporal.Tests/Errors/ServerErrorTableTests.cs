using TemporalLambda.Temporal.Tests.Fixtures;
using Code = Temporalio.Exceptions.RpcException.StatusCode;

namespace TemporalLambda.Temporal.Tests.Errors;

/// <summary>
/// Each error that a server of its usual configuration gives: the real servers are brought to give it. AlreadyExists is none of them: what
/// exists already is taken, or mended (VersionDeploymentTests).
/// </summary>
public class ServerErrorTableTests(Servers servers)
{
    private const string AnotherRole = "another-id";

    private static readonly ServerError[] Table =
    [
        // The compute configuration.
        new("the role wants another External ID", at => RegisterWithRoleAsync(at, AnotherRole), Code.InvalidArgument, "failed to assume role",
            "TemporalRoleNotAssumable", FaultCategory.PermissionDenied, RoleOf, "Let the role trust"),
        new("there is no such role", at => at.RegisterAsync(Hasty(at) with { InvokeRoleArn = RoleOf(at) }), Code.InvalidArgument, "failed to assume role",
            "TemporalRoleNotAssumable", FaultCategory.PermissionDenied, RoleOf, "Let the role trust"),
        new("the role wants no External ID", at => RegisterWithRoleAsync(at, null), Code.InvalidArgument, "does not require the configured external ID",
            "TemporalExternalIdNotEnforced", FaultCategory.PermissionDenied, RoleOf, "Add the condition"),
        new("no role is given", at => at.RegisterAsync(Hasty(at) with { InvokeRoleArn = null, ExternalId = null }), Code.InvalidArgument, "to be configured",
            "TemporalInvokeRoleRequired", FaultCategory.InvalidArgument, at => at.Wanted.FunctionArn, "Pipe the worker through Grant-TemporalInvoke"),
        new("there is no such function", at => at.RegisterAsync(Hasty(at) with { FunctionArn = AbsentFunction(at) }), Code.InvalidArgument, "GetFunction",
            "TemporalFunctionNotFound", FaultCategory.ObjectNotFound, AbsentFunction, "Publish the function first"),
        new("-Validate finds no such function", ValidateAbsentFunctionAsync, Code.InvalidArgument, "GetFunction",
            "TemporalFunctionNotFound", FaultCategory.ObjectNotFound, AbsentFunction, "Publish the function first"),
        new("-Validate has no version to ask", ValidateAloneAsync, null, "",
            "TemporalNothingToValidateWith", FaultCategory.InvalidOperation, VersionOf, "Leave -Validate out"),

        // Routing.
        new("there is no deployment", at => RouteAsync(at, To(at, "1")), null, "",
            "TemporalDeploymentNotFound", FaultCategory.ObjectNotFound, at => at.Name, "Create it with its version first"),
        new("there is no version of the build id", RouteToAbsentVersionAsync, null, "",
            "TemporalVersionNotFound", FaultCategory.ObjectNotFound, at => $"{at.Name}:typo", "Create the version first"),
        new("the version is gone before it is routed to", RouteToGoneVersionAsync, Code.NotFound, "not found",
            "TemporalVersionNotFound", FaultCategory.ObjectNotFound, VersionOf, "Create the version first"),
        new("the version is gone before it is routed to, pollers or not", RouteToGoneUnpolledVersionAsync, null, "",
            "TemporalVersionNotFound", FaultCategory.ObjectNotFound, VersionOf, "Create the version first"),
        new("somebody else was faster", RouteBehindSomebodyAsync, Code.FailedPrecondition, "conflict token",
            "TemporalRoutingConflict", FaultCategory.ResourceBusy, at => at.Name, "Look at the deployment's current version"),
        new("somebody else manages the deployment", RouteUnderManagerAsync, Code.FailedPrecondition, "ManagerIdentity",
            "TemporalManagedByOther", FaultCategory.PermissionDenied, at => at.Name, "Have the manager change the routing"),
        new("work waits on a task queue that the version lacks", RouteAwayFromWorkAsync, Code.FailedPrecondition, "missing active task queues",
            "TemporalTaskQueuesMissing", FaultCategory.InvalidOperation, at => $"{at.Name}:2", "Add the task queues"),
        new("no worker of the version has polled", RouteUnpolledAsync, null, "",
            "TemporalVersionNeverPolled", FaultCategory.InvalidOperation, VersionOf, "Run New-TemporalWorkerDeploymentVersion again"),
        new("the current version should ramp", RampCurrentAsync, null, "",
            "TemporalRampOfCurrentVersion", FaultCategory.InvalidOperation, VersionOf, "Leave -RampPercentage out"),
        new("no version was current before", RollBackFirstAsync, null, "",
            "TemporalNothingToRollBackTo", FaultCategory.InvalidOperation, at => at.Name, "Name the version to route to"),

        // Removing.
        new("the version gets traffic", RemoveRoutedAsync, Code.FailedPrecondition, "current or ramping",
            "TemporalVersionIsRouted", FaultCategory.InvalidOperation, VersionOf, "Route the traffic elsewhere first"),
        new("the version is draining", RemoveDrainingAsync, Code.FailedPrecondition, "draining",
            "TemporalVersionNotDrained", FaultCategory.OperationTimeout, VersionOf, "Run the command again later"),
        new("workers of the version poll", RemovePolledAsync, Code.FailedPrecondition, "active pollers",
            "TemporalVersionStillPolled", FaultCategory.OperationTimeout, VersionOf, "Stop its workers"),
        new("the deployment has versions", RemoveDeploymentWithVersionAsync, null, "",
            "TemporalDeploymentHasVersions", FaultCategory.InvalidOperation, at => at.Name, "Remove its versions first"),

        // The namespace.
        new("there is no such namespace", OpenAbsentNamespaceAsync, Code.NotFound, "absent",
            "TemporalNamespaceNotFound", FaultCategory.ObjectNotFound, _ => "absent", "Correct the name by -Namespace"),
    ];

    public static MatrixTheoryData<string, string> Rows => new(Servers.Versions.Select(version => version.Data), Table.Select(row => row.Situation));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_servers_error_is_told_as_what_it_is(string version, string situation) =>
        await Table.Single(row => row.Situation == situation).CheckAsync(await Situation.MakeAsync(servers, version));

    // One second: what may pass by itself is not waited out.
    private static WantedVersion Hasty(Situation at) => at.Wanted with { Timeout = TimeSpan.FromSeconds(1) };

    private static string RoleOf(Situation at) => $"arn:aws:iam::123456789012:role/{at.Name}-other";

    private static string VersionOf(Situation at) => $"{at.Name}:1";

    private static string AbsentFunction(Situation at) => at.Wanted.FunctionArn.Replace(at.Name, $"{at.Name}-absent", StringComparison.Ordinal);

    private static WantedRouting To(Situation at, string buildId) => new(at.Name) { BuildId = buildId, AllowNoPollers = true };

    private static async Task RegisterWithRoleAsync(Situation at, string? externalId)
    {
        await at.Aws.CreateRoleAsync($"{at.Name}-other", externalId);
        await at.RegisterAsync(Hasty(at) with { InvokeRoleArn = RoleOf(at) });
    }

    private static async Task ValidateAbsentFunctionAsync(Situation at)
    {
        await at.RegisterAsync(at.Wanted with { BuildId = "0", Timeout = TimeSpan.Zero });
        await ValidateAsync(at, at.Wanted with { FunctionArn = AbsentFunction(at) });
    }

    private static Task ValidateAloneAsync(Situation at) => ValidateAsync(at, at.Wanted);

    private static async Task ValidateAsync(Situation at, WantedVersion wanted)
    {
        VersionDeployment deployment = new(at.Connection);
        await deployment.ValidateAsync(await deployment.PlanAsync(wanted, Cancel), Cancel);
    }

    private static async Task RouteToAbsentVersionAsync(Situation at)
    {
        await at.MakeVersionsAsync("1");
        await RouteAsync(at, To(at, "typo"));
    }

    private static async Task RouteToGoneVersionAsync(Situation at)
    {
        await at.PollAsync("1", at.Wanted.TaskQueue);
        await RouteAfterRemovalAsync(at, new(at.Name) { BuildId = "1" });
    }

    private static async Task RouteToGoneUnpolledVersionAsync(Situation at)
    {
        await at.MakeVersionsAsync("1");
        await RouteAfterRemovalAsync(at, To(at, "1"));
    }

    private static async Task RouteAfterRemovalAsync(Situation at, WantedRouting wanted)
    {
        RoutingPlan plan = await PlanAsync(at, wanted);
        await new RemovalSteps(at.Connection).DeleteVersionAsync(at.Name, "1", skipDrainage: false, TimeSpan.FromSeconds(60), Cancel);
        await new TemporalLambda.Temporal.Routing(at.Connection).ApplyAsync(plan, Cancel);
    }

    private static async Task RouteBehindSomebodyAsync(Situation at)
    {
        await at.MakeVersionsAsync("1", "2");
        RoutingPlan mine = await PlanAsync(at, To(at, "1"));
        await RouteAsync(at, To(at, "2"));
        await new TemporalLambda.Temporal.Routing(at.Connection).ApplyAsync(mine, Cancel);
    }

    private static async Task RouteUnderManagerAsync(Situation at)
    {
        await at.MakeVersionsAsync("1");
        await at.Connection.Client.WorkflowService.SetWorkerDeploymentManagerAsync(
            new() { Namespace = "default", DeploymentName = at.Name, ManagerIdentity = "boss", Identity = "boss" });
        await RouteAsync(at, To(at, "1"));
    }

    private static async Task RouteAwayFromWorkAsync(Situation at)
    {
        await at.PollAsync("1", "left-behind");
        await at.PollAsync("2", at.Wanted.TaskQueue);
        await RouteAsync(at, To(at, "1"));
        await at.Connection.Client.StartWorkflowAsync("Echo", [], new($"{at.Name}-waits", "left-behind"));

        // The backlog is counted with some delay.
        for (int i = 0; i < 60; i++)
        {
            await RouteAsync(at, To(at, "2"));
            await RouteAsync(at, To(at, "1"));
            await Task.Delay(500, Cancel);
        }
    }

    private static async Task RouteUnpolledAsync(Situation at)
    {
        await at.MakeVersionsAsync("1");
        await RouteAsync(at, new(at.Name) { BuildId = "1" });
    }

    private static async Task RampCurrentAsync(Situation at)
    {
        await at.MakeVersionsAsync("1");
        await RouteAsync(at, To(at, "1"));
        await RouteAsync(at, To(at, "1") with { RampPercentage = 10 });
    }

    private static async Task RollBackFirstAsync(Situation at)
    {
        await at.MakeVersionsAsync("1");
        await RouteAsync(at, To(at, "1"));
        await RouteAsync(at, new(at.Name) { Rollback = true });
    }

    private static async Task RemoveRoutedAsync(Situation at)
    {
        await at.MakeVersionsAsync("1");
        VersionRemoval removal = new(at.Connection);
        VersionRemovalPlan plan = await removal.PlanAsync(new(at.Name) { BuildId = "1", SkipDrainage = true, Timeout = TimeSpan.Zero }, Cancel);
        await RouteAsync(at, To(at, "1"));
        await removal.RemoveAsync(plan, (VersionRemovalChange)plan.Changes[0], () => Task.CompletedTask, Cancel);
    }

    private static async Task RemoveDrainingAsync(Situation at)
    {
        RemovalSteps steps = new(at.Connection);
        await using (await at.WorkerAsync("1", at.Wanted.TaskQueue))
        {
            await RouteAsync(at, To(at, "1"));
            await at.Connection.Client.StartWorkflowAsync("Waiting", [], new($"{at.Name}-open", at.Wanted.TaskQueue));
            while (await steps.CountPinnedAsync(at.Name, "1", Cancel) == 0)
            {
                await Task.Delay(50, Cancel);
            }
        }

        await steps.UnsetCurrentAsync(at.Name, Cancel);
        await steps.DeleteVersionAsync(at.Name, "1", skipDrainage: false, TimeSpan.Zero, Cancel);
    }

    private static async Task RemovePolledAsync(Situation at)
    {
        await using TestWorker worker = await at.WorkerAsync("1", at.Wanted.TaskQueue);
        await new RemovalSteps(at.Connection).DeleteVersionAsync(at.Name, "1", skipDrainage: false, TimeSpan.Zero, Cancel);
    }

    private static async Task RemoveDeploymentWithVersionAsync(Situation at)
    {
        await at.MakeVersionsAsync("1");
        await new RemovalSteps(at.Connection).DeleteDeploymentAsync(at.Name, Cancel);
    }

    private static Task<TemporalConnection> OpenAbsentNamespaceAsync(Situation at) =>
        TemporalConnection.OpenAsync(new() { Address = at.Server.Address, Namespace = "absent" }, at.Reporter, Cancel);

    private static Task<RoutingPlan> PlanAsync(Situation at, WantedRouting wanted) =>
        new TemporalLambda.Temporal.Routing(at.Connection).PlanAsync(wanted, Cancel);

    private static async Task RouteAsync(Situation at, WantedRouting wanted) =>
        await new TemporalLambda.Temporal.Routing(at.Connection).ApplyAsync(await PlanAsync(at, wanted), Cancel);
}
