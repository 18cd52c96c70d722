using System.Text.RegularExpressions;

namespace TemporalLambda.Temporal;

/// <summary>A Worker Deployment Version as it should be.</summary>
/// <param name="DeploymentName">The Worker Deployment's name.</param>
/// <param name="BuildId">The version's build id.</param>
/// <param name="TaskQueue">The task queue that the worker polls; it is waited for until it is bound to the version.</param>
/// <param name="FunctionArn">ARN of the function, qualified with the published version.</param>
/// <param name="InvokeRoleArn">The role that Temporal assumes to invoke the function; null only for a server that may do without.</param>
/// <param name="ExternalId">What Temporal presents when it assumes the role.</param>
public sealed partial record WantedVersion(
    string DeploymentName, string BuildId, string TaskQueue, string FunctionArn, string? InvokeRoleArn, string? ExternalId)
{
    /// <summary>
    /// The kinds of task that the function is for, so that other functions are for the others; default, and the same as all kinds: all that
    /// no other function of the version is for. Each set of kinds is a scaling group of its own.
    /// </summary>
    public IReadOnlyList<TaskQueueKind> TaskQueueKinds { get; init => field = Temporal.TaskQueueKinds.Normal(value); } = [];

    /// <summary>How the server scales the worker.</summary>
    public ScalerSettings Scaler { get; init; } = new();

    /// <summary>
    /// How long to wait in all, until Temporal could assume the role and the task queue is bound; default: 120 s. Zero registers without
    /// waiting.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>A version that exists and differs is refused with the difference, and left as it is.</summary>
    public bool NoUpdate { get; init; }

    /// <summary>The ARN names no published version, so that the code may change under the version's workflows.</summary>
    internal bool IsUnqualified => FunctionArn.Count(c => c == ':') < 7 || FunctionArn.EndsWith(":$LATEST", StringComparison.Ordinal);

    /// <summary>The scaling group that is for them.</summary>
    internal string GroupName => Temporal.TaskQueueKinds.GroupName(TaskQueueKinds);

    /// <summary>Workers of the version have polled the task queue, for each of the kinds where they are named.</summary>
    internal bool IsBoundIn(VersionState state) => TaskQueueKinds.Count == 0
        ? state.TaskQueues.Contains(TaskQueue)
        : TaskQueueKinds.All(kind => state.PolledTaskQueues.Contains((TaskQueue, kind)));

    /// <exception cref="StageException">A name, ARN or setting that the server would refuse.</exception>
    internal void Check()
    {
        VersionNames.RequireDeployment(DeploymentName);
        VersionNames.RequireBuildId(BuildId);
        if (!FunctionForm().IsMatch(FunctionArn))
        {
            throw TemporalErrors.ArnInvalid(FunctionArn, "Lambda function", "arn:aws:lambda:eu-central-1:123456789012:function:orders:7");
        }

        if (InvokeRoleArn is not null && !RoleForm().IsMatch(InvokeRoleArn))
        {
            throw TemporalErrors.ArnInvalid(InvokeRoleArn, "IAM role", "arn:aws:iam::123456789012:role/orders-temporal-invoke");
        }

        Scaler.Check();
    }

    [GeneratedRegex(@"^arn:[^:]+:lambda:[^:]+:\d{12}:function:[^:]+(:[^:]+)?$")]
    private static partial Regex FunctionForm();

    [GeneratedRegex("^arn:[^:]+:iam::\\d{12}:role/.+$")]
    private static partial Regex RoleForm();
}
