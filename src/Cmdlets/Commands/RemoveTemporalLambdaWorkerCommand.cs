using System.Management.Automation;
using TemporalLambda.Aws.Removal;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Stages;
using TemporalLambda.Cmdlets.Teardown;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Removes a worker from Temporal and AWS in the safe order: traffic, versions, deployment, function, grant, roles, API key, log.</summary>
/// <remarks>
/// <para>Only what this module created goes, which its tag tells, and only by exact names; what stays is told in Kept. -WhatIf lists the
/// inventory. A run that was interrupted is completed by the next, and one that finds nothing does nothing and says so with -Verbose.</para>
/// <para>Work that is on its way is finished first: new work is sent elsewhere, and the function stays until every version is drained. It
/// is refused while workflows are open that nobody else could complete. Temporal remembers a poll for five minutes, for which the versions
/// are waited for.</para>
/// </remarks>
/// <example>
/// <code>Remove-TemporalLambdaWorker orders -WhatIf</code>
/// Lists what would be removed.
/// </example>
/// <example>
/// <code>Get-TemporalLambdaWorker orders | Remove-TemporalLambdaWorker -IncludeLogs</code>
/// Removes a worker and its log.
/// </example>
/// <example>
/// <code>Remove-TemporalLambdaWorker orders -StackName temporal-invoke</code>
/// Removes a worker that was granted through a stack.
/// </example>
[Cmdlet(VerbsCommon.Remove, "TemporalLambdaWorker", SupportsShouldProcess = true)]
[OutputType(typeof(RemovedWorker))]
public sealed class RemoveTemporalLambdaWorkerCommand : DeploymentCmdlet
{
    /// <summary>The function's exact name or its ARN.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? FunctionName { get; set; }

    /// <summary>The Worker Deployment that it must be of. Default: the one that the function names.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? DeploymentName { get; set; }

    /// <summary>The invocation role. Default: the record's, else the function's own, FunctionName-temporal-invoke.</summary>
    [Parameter]
    public string? RoleName { get; set; }

    /// <summary>The invocation role's ARN, as the record of Grant-TemporalInvoke has it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? InvokeRoleArn { get; set; }

    /// <summary>The CloudFormation stack through which it was granted. Default: the one that the role's tag names.</summary>
    [Parameter]
    public string? StackName { get; set; }

    /// <summary>Removes the log group as well.</summary>
    [Parameter]
    public SwitchParameter IncludeLogs { get; set; }

    /// <summary>How long each wait may take, in seconds: until the versions are drained, and until nothing polls any more.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 900;

    /// <summary>Removes it also where workflows are open, which then stand still, or where Temporal can not be asked.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        string name = Require(FunctionInput.NameOf(FunctionName, InputObject), nameof(FunctionName), "Get-TemporalLambdaWorker");
        RemovedWorker record = CarryOn<RemovedWorker>();
        WantedRemoval wanted = new()
        {
            FunctionName = name,
            DeploymentName = DeploymentName is { Length: > 0 } ? DeploymentName : record.DeploymentName,
            RoleName = RoleName is { Length: > 0 } ? RoleName : InvokeRoleArn is { Length: > 0 } arn ? Aws.RoleName.Of(arn) : null,
            StackName = StackName is { Length: > 0 } ? StackName : null,
            IncludeLogs = IncludeLogs,
        };
        RemovalDeployment stage = new(await OpenAwsAsync(cancellationToken), Pipeline);
        RemovalPlan plan = await stage.PlanAsync(wanted, cancellationToken);
        string? deployment = plan.DeploymentName ?? wanted.DeploymentName;
        (WorkerTeardown? temporal, TeardownPlan around) = await PlanTemporalAsync(name, deployment, cancellationToken);
        if (around.Warning is not null)
        {
            Pipeline.Warning(around.Warning);
        }

        // The function goes between Temporal's two halves; what lets Temporal invoke it comes after both.
        int function = plan.DeletesFunction ? 1 : 0;
        Change[] changes = [.. around.Before, .. plan.Changes.Take(function), .. around.After, .. plan.Changes.Skip(function)];
        bool done = await ConfirmPlanAsync(changes, name, cancellationToken);
        if (done)
        {
            await (temporal?.DrainAsync(around, cancellationToken) ?? Task.CompletedTask);
            await stage.DeleteFunctionAsync(plan, cancellationToken);
            await (temporal?.DeleteAsync(around, Force, cancellationToken) ?? Task.CompletedTask);
            await stage.DeleteRestAsync(plan, cancellationToken);
        }

        if (changes.Length == 0)
        {
            Pipeline.Verbose($"Nothing that this module created for '{name}' is left.");
        }

        record.FunctionName = name;
        record.DeploymentName = deployment;
        record.Kept = [.. around.Notes, .. plan.Notes];
        Emit(record, changes, done);
    }

    private async Task<(WorkerTeardown? Teardown, TeardownPlan Plan)> PlanTemporalAsync(string name, string? deployment, CancellationToken cancellationToken)
    {
        if (deployment is null)
        {
            return (null, TeardownPlan.Nothing);
        }

        try
        {
            WorkerTeardown teardown = new(await OpenTemporalAsync(cancellationToken), TimeSpan.FromSeconds(TimeoutSeconds));
            return (teardown, await teardown.PlanAsync(name, deployment, Force, cancellationToken));
        }
        catch (StageException e) when (Force)
        {
            Pipeline.Warning($"What Temporal has of '{name}' is not known and stays: {e.Message}");
            return (null, TeardownPlan.Nothing);
        }
    }
}
