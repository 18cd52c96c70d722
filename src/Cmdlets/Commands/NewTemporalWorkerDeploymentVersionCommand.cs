using System.Management.Automation;
using TemporalLambda.Cmdlets.Completion;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Stages;
using TemporalLambda.Cmdlets.Verification;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Registers a function as a version of a Worker Deployment, so that Temporal invokes it when there is work.</summary>
/// <remarks>
/// <para>Deployment and version are created, or mended where they differ; a version that a worker's poll made without a compute provider is
/// mended too. A new role is waited for until Temporal can assume it. Then Temporal invokes the function once, and the cmdlet waits until its
/// worker has polled the task queue: only from then on does Temporal invoke it for the queue's work.</para>
/// <para>A worker that does not come in time is an error that tells why: by the failures of Temporal's worker controller, and, where AWS can be
/// asked, by the function's settings and its log.</para>
/// <para>No traffic goes to a new version until Set-CurrentTemporalVersion sends it there.</para>
/// </remarks>
/// <example>
/// <code>$worker | New-TemporalWorkerDeploymentVersion</code>
/// Registers a worker that Grant-TemporalInvoke lets Temporal invoke.
/// </example>
/// <example>
/// <code>New-TemporalWorkerDeploymentVersion orders 3f9c1a2b -TaskQueue orders -QualifiedArn arn:aws:lambda:eu-central-1:123456789012:function:orders:7 -InvokeRoleArn arn:aws:iam::123456789012:role/orders-temporal-invoke -ExternalId $id</code>
/// Registers a function and a role that are there already.
/// </example>
/// <example>
/// <code>$worker | New-TemporalWorkerDeploymentVersion -Validate</code>
/// Has the server check the role and the function before anything is created.
/// </example>
/// <example>
/// <code>$worker | New-TemporalWorkerDeploymentVersion -MaximumWorkerLifetime 300 -MetricsPollInterval 30 -WhatIf</code>
/// Tells what other scaler settings would change.
/// </example>
/// <example>
/// <code>$workflows | New-TemporalWorkerDeploymentVersion -TaskQueueType Workflow; $activities | New-TemporalWorkerDeploymentVersion -TaskQueueType Activity</code>
/// Registers two functions as one version, of the same deployment and build id: one for its workflows, one with more memory for its activities.
/// </example>
[Cmdlet(VerbsCommon.New, "TemporalWorkerDeploymentVersion", SupportsShouldProcess = true)]
[OutputType(typeof(RegisteredWorker))]
public sealed class NewTemporalWorkerDeploymentVersionCommand : DeploymentCmdlet
{
    /// <summary>The Worker Deployment's name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeploymentNameCompleter))]
    public string? DeploymentName { get; set; }

    /// <summary>The build id of the version.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BuildIdCompleter))]
    public string? BuildId { get; set; }

    /// <summary>The task queue that the worker polls. Default: the deployment's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TaskQueue { get; set; }

    /// <summary>The function's ARN with the published version, so that the version's code never changes under its workflows.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? QualifiedArn { get; set; }

    /// <summary>The role that Temporal assumes to invoke the function.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? InvokeRoleArn { get; set; }

    /// <summary>What Temporal presents when it assumes the role.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ExternalId { get; set; }

    /// <summary>
    /// The kinds of task that the function is for: Workflow, Activity, Nexus. Functions for other kinds are then registered under the same build
    /// id, and each is invoked for its own. Default: all kinds that no other function of the version is for.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public TaskQueueKind[]? TaskQueueType { get; set; }

    /// <summary>The longest that one invocation lives, in seconds. Default: the record's Timeout, else as the server has it (600).</summary>
    [Parameter]
    [ValidateRange(1, 900)]
    public int? MaximumWorkerLifetime { get; set; }

    /// <summary>The shortest time between two invocations, in milliseconds. Default: as the server has it (100).</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? ScaleUpCooloff { get; set; }

    /// <summary>The backlog, in tasks, above which the function is invoked. Default: as the server has it (0).</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? ScaleUpBacklogThreshold { get; set; }

    /// <summary>The dispatch rate, in tasks a second, that counts as none. Default: as the server has it (0).</summary>
    [Parameter]
    public double? ScaleUpDispatchRateEpsilon { get; set; }

    /// <summary>How often the server looks at the backlog, in seconds: 10 at least. Default: as the server has it (60).</summary>
    [Parameter]
    [ValidateRange(10, int.MaxValue / 1000)]
    public int? MetricsPollInterval { get; set; }

    /// <summary>
    /// Only has the server check role, External ID and function; nothing is created, changed or invoked, and the record is only planned. The
    /// server can do that once the deployment has a version with a compute provider.
    /// </summary>
    [Parameter]
    public SwitchParameter Validate { get; set; }

    /// <summary>Refuses, with the difference, where the version exists and is not as wanted, instead of updating it.</summary>
    [Parameter]
    public SwitchParameter NoUpdate { get; set; }

    /// <summary>
    /// How long to wait in all, in seconds, until Temporal can assume the role and the worker has polled. 0 registers without waiting.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int TimeoutSeconds { get; set; } = 120;

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        RegisteredWorker record = CarryOn<RegisteredWorker>();
        WantedVersion wanted = Wanted(record);
        VersionDeployment stage = new(await OpenTemporalAsync(cancellationToken));
        VersionPlan plan = await stage.PlanAsync(wanted, cancellationToken);
        if (Validate && !StageRecord.IsPlanned(InputObject))
        {
            await stage.ValidateAsync(plan, cancellationToken);
            Pipeline.Information($"Temporal can assume {wanted.InvokeRoleArn}, only with the External ID, and reach {wanted.FunctionArn}.");
        }

        bool done = !Validate && await ConfirmPlanAsync(plan.Changes, $"{wanted.DeploymentName} {wanted.BuildId}", cancellationToken);
        VersionResult result = done ? await ApplyAsync(stage, plan, cancellationToken) : plan.Expected;

        record.DeploymentName = wanted.DeploymentName;
        record.BuildId = wanted.BuildId;
        record.TaskQueue = wanted.TaskQueue;
        record.TaskQueueType = wanted.TaskQueueKinds;
        record.QualifiedArn = wanted.FunctionArn;
        record.InvokeRoleArn = wanted.InvokeRoleArn;
        record.ExternalId = wanted.ExternalId;
        record.Status = result.Status;
        record.TaskQueues = result.TaskQueues;
        record.IsBound = result.IsBound;
        Emit(record, plan.Changes, done);
    }

    private async Task<VersionResult> ApplyAsync(VersionDeployment stage, VersionPlan plan, CancellationToken cancellationToken)
    {
        DateTimeOffset started = DateTimeOffset.UtcNow;
        try
        {
            return await stage.ApplyAsync(plan, cancellationToken);
        }
        catch (StageException e) when (e.ErrorId == "TemporalTaskQueueNotBound")
        {
            throw await CauseAsync(plan.Wanted, started, cancellationToken) ?? e;
        }
    }

    // Temporal knows no more than that nobody polled; AWS may, where it can be asked.
    private async Task<StageException?> CauseAsync(WantedVersion wanted, DateTimeOffset started, CancellationToken cancellationToken)
    {
        try
        {
            return await BindingCause.FindAsync(await OpenAwsAsync(cancellationToken), wanted, started - TimeSpan.FromMinutes(1), cancellationToken);
        }
        catch (StageException e)
        {
            Pipeline.Verbose($"AWS could not be asked why the worker does not poll: {e.Message}");
            return null;
        }
    }

    private WantedVersion Wanted(RegisteredWorker record)
    {
        const string New = "New-TemporalLambdaWorker";
        const string Publish = "Publish-TemporalLambdaWorker";
        const string Grant = "Grant-TemporalInvoke";
        string deploymentName = Require(DeploymentName, nameof(DeploymentName), New);
        string buildId = Require(BuildId, nameof(BuildId), New);
        string taskQueue = string.IsNullOrEmpty(TaskQueue) ? deploymentName : TaskQueue;

        // A version that is only planned has no number yet.
        string arn = StageRecord.IsPlanned(InputObject) && string.IsNullOrEmpty(QualifiedArn)
            ? $"{Require(record.FunctionArn, nameof(QualifiedArn), Publish)}:(next)"
            : Require(QualifiedArn, nameof(QualifiedArn), Publish);
        return new(
            deploymentName, buildId, taskQueue, arn, Require(InvokeRoleArn, nameof(InvokeRoleArn), Grant), Require(ExternalId, nameof(ExternalId), Grant))
        {
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
            NoUpdate = NoUpdate,
            TaskQueueKinds = TaskQueueType ?? [],
            Scaler = new()
            {
                MaximumWorkerLifetime = Seconds(MaximumWorkerLifetime ?? record.Timeout),
                ScaleUpCooloff = ScaleUpCooloff is { } cooloff ? TimeSpan.FromMilliseconds(cooloff) : null,
                ScaleUpBacklogThreshold = ScaleUpBacklogThreshold,
                ScaleUpDispatchRateEpsilon = ScaleUpDispatchRateEpsilon,
                MetricsPollInterval = Seconds(MetricsPollInterval),
            },
        };
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
}
