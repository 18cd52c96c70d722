using System.Management.Automation;
using TemporalLambda.Cmdlets.Completion;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Stages;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Routes the traffic of a Worker Deployment to a version: all of it, a share of it, or back to the version before.</summary>
/// <remarks>
/// <para>A version that does not exist is an error whatever is given, as Temporal's server would otherwise make one without a function to
/// invoke. A version whose worker has never polled gets no traffic without -AllowNoPollers.</para>
/// <para>What was set is read back before it is reported. When somebody else changes the routing at the same moment, one
/// of the two wins and the other is told.</para>
/// <para>-Step rolls a version out: each step lasts as long as -Pause says, and the next one comes when the gate lets it. The server's ramp is all that is
/// remembered: a rollout that was interrupted goes on at its next step when the same command is run again, and what is left of the pause
/// is waited for.</para>
/// </remarks>
/// <example>
/// <code>$worker | Set-CurrentTemporalVersion</code>
/// Makes the version that New-TemporalWorkerDeploymentVersion registered the current one.
/// </example>
/// <example>
/// <code>Set-CurrentTemporalVersion orders 3f9c1a2b -RampPercentage 10</code>
/// Sends a tenth of the new workflows to a version, while the current one keeps the others.
/// </example>
/// <example>
/// <code>Set-CurrentTemporalVersion orders -Rollback</code>
/// Goes back to the version that was current before; where a version ramps, ends the ramp.
/// </example>
/// <example>
/// <code>$worker | Set-CurrentTemporalVersion -Step 1,10,50,100 -Pause 00:05:00 -Gate { -not ($_ | Get-TemporalLambdaLog -Errors -Since 5m) } -OnGateFailure Rollback</code>
/// Rolls a version out in four steps of five minutes, and back at the first error in its log.
/// </example>
/// <example>
/// <code>$worker | Set-CurrentTemporalVersion -Step 10,100 -GateWorkflowType SmokeTest -GateWorkflowInput @{ Depth = 'full' }</code>
/// Has a workflow complete on the new version before it gets a tenth of the new workflows, and again before it gets all.
/// </example>
[Cmdlet(VerbsCommon.Set, "CurrentTemporalVersion", SupportsShouldProcess = true, DefaultParameterSetName = VersionSet)]
[OutputType(typeof(RoutedWorker))]
public sealed partial class SetCurrentTemporalVersionCommand : TemporalCmdlet
{
    private const string VersionSet = "Version";
    private const string UnversionedSet = "Unversioned";
    private const string RollbackSet = "Rollback";
    private const string RolloutSet = "Rollout";

    /// <summary>The Worker Deployment's name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeploymentNameCompleter))]
    public string? DeploymentName { get; set; }

    /// <summary>The build id of the version. Not looked at with -Unversioned and -Rollback.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BuildIdCompleter))]
    public string? BuildId { get; set; }

    // The parameters from here on say what to do. They never bind from the pipeline: a record that is piped again must not ramp again.

    /// <summary>The share of new workflows, 0 to 100, that goes to the version while another one stays current.</summary>
    [Parameter(ParameterSetName = VersionSet)]
    [Parameter(ParameterSetName = UnversionedSet)]
    public double? RampPercentage { get; set; }

    /// <summary>Routes to the workers without a version. With -RampPercentage 0 it ends any ramp; with -Step they get their traffic step by step.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UnversionedSet)]
    [Parameter(ParameterSetName = RolloutSet)]
    public SwitchParameter Unversioned { get; set; }

    /// <summary>Routes to the version that was current last before the current one; where a version ramps, ends the ramp instead.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RollbackSet)]
    public SwitchParameter Rollback { get; set; }

    /// <summary>Goes on although the version lacks task queues of the current one, on which work waits.</summary>
    [Parameter]
    public SwitchParameter IgnoreMissingTaskQueues { get; set; }

    /// <summary>Goes on although no worker of the version has ever polled.</summary>
    [Parameter]
    public SwitchParameter AllowNoPollers { get; set; }

    /// <summary>Becomes the deployment's manager where somebody else is; the server refuses other people's changes from then on.</summary>
    [Parameter]
    public SwitchParameter TakeOver { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        WantedRouting wanted = new(Require(DeploymentName, nameof(DeploymentName), "New-TemporalLambdaWorker"))
        {
            BuildId = Unversioned || Rollback ? null : Require(BuildId, nameof(BuildId), "New-TemporalLambdaWorker"),
            RampPercentage = RampPercentage,
            Unversioned = Unversioned,
            Rollback = Rollback,
            IgnoreMissingTaskQueues = IgnoreMissingTaskQueues,
            AllowNoPollers = AllowNoPollers,
            TakeOver = TakeOver,
            VersionIsPlanned = StageRecord.IsPlanned(InputObject),
        };
        if (ParameterSetName == RolloutSet)
        {
            await RollOutAsync(wanted, cancellationToken);
            return;
        }

        Routing stage = new(await OpenTemporalAsync(cancellationToken));
        RoutingPlan plan = await stage.PlanAsync(wanted, cancellationToken);
        bool done = await ConfirmPlanAsync(plan.Changes, wanted.DeploymentName, cancellationToken);
        RoutingResult result = done ? await stage.ApplyAsync(plan, cancellationToken) : plan.Expected;
        Emit(Routed(wanted.DeploymentName, result), plan.Changes, done);
    }

    private RoutedWorker Routed(string deploymentName, RoutingResult result)
    {
        // What the record says of a function belongs to the version that was piped, not to the one before it.
        RoutedWorker record = Rollback ? new RoutedWorker { TaskQueue = CarryOn<RoutedWorker>().TaskQueue } : CarryOn<RoutedWorker>();
        record.DeploymentName = deploymentName;
        record.BuildId = result.BuildId;
        record.IsCurrent = result.IsCurrent;
        record.RampPercentage = result.RampPercentage;
        record.PreviousBuildId = result.PreviousBuildId;
        record.Status = result.Status ?? record.Status;
        return record;
    }
}
