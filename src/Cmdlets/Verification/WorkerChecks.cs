namespace TemporalLambda.Cmdlets.Verification;

/// <summary>The list of checks, in the order of the chain from the connections to a workflow's result.</summary>
internal static class WorkerChecks
{
    public const string Connection = "Connection";
    public const string Credentials = "Credentials";
    public const string Version = "Version";
    public const string ComputeProvider = "ComputeProvider";
    public const string FunctionArn = "FunctionArn";
    public const string Function = "Function";
    public const string Package = "Package";
    public const string Environment = "Environment";
    public const string Timeout = "Timeout";
    public const string Memory = "Memory";
    public const string Concurrency = "Concurrency";
    public const string Retries = "Retries";
    public const string Network = "Network";
    public const string ExecutionRole = "ExecutionRole";
    public const string ExecutionPermissions = "ExecutionPermissions";
    public const string Secrets = "Secrets";
    public const string InvocationRole = "InvocationRole";
    public const string InvocationPermissions = "InvocationPermissions";
    public const string ServerValidation = "ServerValidation";
    public const string TaskQueue = "TaskQueue";
    public const string Pollers = "Pollers";
    public const string Controller = "Controller";
    public const string Backlog = "Backlog";
    public const string Routing = "Routing";
    public const string Log = "Log";
    public const string Workflow = "Workflow";
    public const string Invocation = "Invocation";

    /// <summary>All names, in the order of the chain.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Connection, Credentials, Version, ComputeProvider, FunctionArn, Function,
        Package, Environment, Timeout, Memory, Concurrency, Retries,
        Network, ExecutionRole, ExecutionPermissions, Secrets, InvocationRole, InvocationPermissions, ServerValidation,
        Log, TaskQueue, Pollers, Controller, Backlog, Routing, Workflow, Invocation,
    ];

    // The package is downloaded; the server's validation alone may take a minute where a role is new; a report is waited for.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(90);

    /// <param name="target">The deployment.</param>
    /// <param name="workflow">A workflow to run as well, or null.</param>
    public static IReadOnlyList<Check> For(VerificationTarget target, WorkflowRequest? workflow)
    {
        var temporal = new TemporalChecks(target);
        var function = new FunctionChecks(target);
        var scaling = new ScalingChecks(target);
        var roles = new RoleChecks(target);
        var log = new LogChecks(target);
        var queues = new QueueChecks(target);
        List<Check> checks =
        [
            new(Connection, [], temporal.ConnectionAsync),
            new(Credentials, [], function.CredentialsAsync),
            new(Version, [Connection], temporal.VersionAsync),
            new(ComputeProvider, [Version], temporal.ComputeProviderAsync),
            new(FunctionArn, [Credentials, ComputeProvider], function.ArnAsync),
            new(Function, [FunctionArn], function.FunctionAsync),
            new(Package, [Function], new PackageChecks(target).PackageAsync) { Limit = Long },
            new(Environment, [Function], function.EnvironmentAsync),
            new(Timeout, [Function], function.TimeoutAsync),
            new(Memory, [Function], log.MemoryAsync),
            new(Concurrency, [Function], scaling.ConcurrencyAsync),
            new(Retries, [Function], scaling.RetriesAsync),
            new(Network, [Function], function.NetworkAsync),
            new(ExecutionRole, [Function], roles.ExecutionRoleAsync),
            new(ExecutionPermissions, [Function], roles.ExecutionPermissionsAsync) { After = [ExecutionRole] },
            new(Secrets, [Function], roles.SecretsAsync) { After = [ExecutionRole] },
            new(InvocationRole, [Credentials, ComputeProvider], roles.InvocationRoleAsync) { After = [FunctionArn] },
            new(InvocationPermissions, [Credentials, ComputeProvider], roles.InvocationPermissionsAsync) { After = [InvocationRole] },
            new(ServerValidation, [ComputeProvider], temporal.ServerValidationAsync) { After = [Function, InvocationPermissions], Limit = Long },
            new(Log, [Function], log.LogAsync) { After = [Package, Environment, Timeout] },
            new(TaskQueue, [Version], queues.TaskQueueAsync) { After = [Environment, ServerValidation, Log] },
            new(Pollers, [TaskQueue], queues.PollersAsync),
            new(Controller, [ComputeProvider], queues.ControllerAsync) { After = [Concurrency, ServerValidation] },
            new(Backlog, [TaskQueue], queues.BacklogAsync) { After = [Concurrency, Pollers, Controller] },
            new(Routing, [Version], temporal.RoutingAsync),
        ];
        if (workflow is not null)
        {
            var run = new WorkflowChecks(target, workflow);
            checks.Add(new(Workflow, [Version], run.WorkflowAsync) { After = [.. checks.Select(check => check.Name)], Limit = workflow.Timeout + Long });
            checks.Add(new(Invocation, [Credentials, Workflow], run.InvocationAsync) { Limit = Long });
        }

        return checks;
    }
}

/// <summary>A workflow to run.</summary>
/// <param name="Type">Its type.</param>
/// <param name="JsonInput">Its argument as JSON, or null for none.</param>
/// <param name="Timeout">How long it may take.</param>
internal sealed record WorkflowRequest(string Type, string? JsonInput, TimeSpan Timeout);
