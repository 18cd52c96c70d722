namespace TemporalLambda.Cmdlets.Verification;

/// <summary>The list of checks, in the order of the chain from the connections to a workflow's result.</summary>
internal static class WorkerChecks
{
    public const string Connection = "Connection";
    public const string Credentials = "Credentials";
    public const string Version = "Version";
    public const string ComputeProvider = "ComputeProvider";
    public const string Function = "Function";
    public const string Environment = "Environment";
    public const string Timeout = "Timeout";
    public const string ExecutionRole = "ExecutionRole";
    public const string InvocationRole = "InvocationRole";
    public const string ServerValidation = "ServerValidation";
    public const string TaskQueue = "TaskQueue";
    public const string Routing = "Routing";
    public const string Workflow = "Workflow";
    public const string Invocation = "Invocation";

    /// <param name="target">The deployment.</param>
    /// <param name="workflow">A workflow to run as well, or null.</param>
    public static IReadOnlyList<Check> For(VerificationTarget target, WorkflowRequest? workflow)
    {
        var temporal = new TemporalChecks(target);
        var function = new FunctionChecks(target);
        var roles = new RoleChecks(target);
        List<Check> checks =
        [
            new(Connection, [], temporal.ConnectionAsync),
            new(Credentials, [], function.CredentialsAsync),
            new(Version, [Connection], temporal.VersionAsync),
            new(ComputeProvider, [Version], temporal.ComputeProviderAsync),
            new(Function, [Credentials, ComputeProvider], function.FunctionAsync),
            new(Environment, [Function], function.EnvironmentAsync),
            new(Timeout, [Function], function.TimeoutAsync),
            new(ExecutionRole, [Function], roles.ExecutionRoleAsync),
            new(InvocationRole, [Credentials, ComputeProvider], roles.InvocationRoleAsync),
            new(ServerValidation, [ComputeProvider], temporal.ServerValidationAsync),
            new(TaskQueue, [Version, Function], temporal.TaskQueueAsync),
            new(Routing, [Version], temporal.RoutingAsync),
        ];
        if (workflow is not null)
        {
            var run = new WorkflowChecks(target, workflow);
            checks.Add(new(Workflow, [ServerValidation, TaskQueue, Routing], run.WorkflowAsync));
            checks.Add(new(Invocation, [Credentials, Workflow], run.InvocationAsync));
        }

        return checks;
    }
}

/// <summary>A workflow to run.</summary>
/// <param name="Type">Its type.</param>
/// <param name="JsonInput">Its argument as JSON, or null for none.</param>
/// <param name="Timeout">How long it may take.</param>
internal sealed record WorkflowRequest(string Type, string? JsonInput, TimeSpan Timeout);
