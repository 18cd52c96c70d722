using System.Management.Automation;
using TemporalLambda.Cmdlets.Pipeline;
using TemporalLambda.Cmdlets.Verification;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Commands;

/// <content>The rollout in steps.</content>
public sealed partial class SetCurrentTemporalVersionCommand
{
    /// <summary>Rolls the version out: the shares of new workflows, rising, one after another. 100 makes it the current one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RolloutSet)]
    public double[] Step { get; set; } = [];

    /// <summary>How long each step lasts before the next, for example 00:05:00.</summary>
    [Parameter(ParameterSetName = RolloutSet)]
    public TimeSpan Pause { get; set; }

    /// <summary>
    /// Is asked after each pause whether the next step may come. It gets the record as $_ and as its argument, and lets the rollout go on where the
    /// last thing that it returns is true; where it returns nothing, or any error comes up in it, it does not.
    /// </summary>
    [Parameter(ParameterSetName = RolloutSet)]
    public ScriptBlock? Gate { get; set; }

    /// <summary>
    /// A workflow that has to complete on the version before each step, also before the first one: it is pinned to the version, and runs on
    /// each task queue that the version's workers poll for workflows. Not with -Unversioned.
    /// </summary>
    [Parameter(ParameterSetName = RolloutSet)]
    public string? GateWorkflowType { get; set; }

    /// <summary>The one argument of the gate workflow: a string, or anything that can be written as JSON.</summary>
    [Parameter(ParameterSetName = RolloutSet)]
    public object? GateWorkflowInput { get; set; }

    /// <summary>How long the gate workflow may take each time, in seconds.</summary>
    [Parameter(ParameterSetName = RolloutSet)]
    [ValidateRange(1, 86400)]
    public int GateTimeoutSeconds { get; set; } = 300;

    /// <summary>What happens when a gate says no: Stop leaves the ramp as it is, Rollback ends it. Either is an error.</summary>
    [Parameter(ParameterSetName = RolloutSet)]
    public GateFailureAction OnGateFailure { get; set; }

    private async Task RollOutAsync(WantedRouting routing, CancellationToken cancellationToken)
    {
        WantedRollout wanted = new(routing, Step)
        {
            Pause = Pause,
            OnGateFailure = OnGateFailure,
            Gate = Gate is null ? null : (reached, cancellation) => ScriptGate.AskAsync(Gate, Routed(routing.DeploymentName, reached), Pipeline, cancellation),
            GateWorkflow = string.IsNullOrEmpty(GateWorkflowType)
                ? null : new(GateWorkflowType, WorkflowInput.ToJson(GateWorkflowInput), TimeSpan.FromSeconds(GateTimeoutSeconds)),
        };
        Rollout stage = new(await OpenTemporalAsync(cancellationToken));
        RolloutPlan plan = await stage.PlanAsync(wanted, cancellationToken);
        bool done = await ConfirmPlanAsync(plan.Changes, routing.DeploymentName, cancellationToken);
        RoutingResult result = done ? await stage.ApplyAsync(plan, cancellationToken) : plan.Expected;
        Emit(Routed(routing.DeploymentName, result), plan.Changes, done);
    }
}
