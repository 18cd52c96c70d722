using System.Management.Automation;
using TemporalLambda.Aws.Removal;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Errors;
using TemporalLambda.Cmdlets.Stages;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Removes a worker from AWS: function with all versions, grant, execution role, stored API key, and its log if that is wanted.</summary>
/// <remarks>
/// <para>Only what this module created goes, which its tag tells, and only by exact names; what stays is told in Kept. -WhatIf lists the
/// inventory. A run that was interrupted is completed by the next, and one that finds nothing does nothing and says so with -Verbose.</para>
/// <para>It is refused while Temporal still sends the worker work: open workflows of a version need the function to finish. Unset the
/// current version with Set-CurrentTemporalVersion -Unversioned, and wait until every version is drained.</para>
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
    private static readonly string[] AtWork = ["Current", "Ramping", "Draining"];

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

    /// <summary>Removes it also where Temporal still sends it work or can not be asked. Workflows that are open then stand still.</summary>
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
        if (plan.DeletesFunction && deployment is not null)
        {
            await CheckIdleAsync(name, deployment, cancellationToken);
        }

        bool done = await ConfirmPlanAsync(plan.Changes, name, cancellationToken);
        if (done)
        {
            // What Temporal has goes around the function: unset and drained before it, the versions after it, when nothing polls any more.
            await stage.DeleteFunctionAsync(plan, cancellationToken);
            await stage.DeleteRestAsync(plan, cancellationToken);
        }

        if (plan.Changes.Count == 0)
        {
            Pipeline.Verbose($"Nothing that this module created for '{name}' is left.");
        }

        record.FunctionName = name;
        record.DeploymentName = deployment;
        record.Kept = plan.Notes;
        Emit(record, plan.Changes, done);
    }

    private async Task CheckIdleAsync(string name, string deployment, CancellationToken cancellationToken)
    {
        string[] working;
        try
        {
            TemporalConnection temporal = await OpenTemporalAsync(cancellationToken);
            DeploymentDescription found = (await new DeploymentReader(temporal).DeploymentsAsync(NameFilter.Only(deployment), cancellationToken))[0];
            working = [.. found.Versions.Where(version => AtWork.Contains(version.Status)).Select(version => $"{version.BuildId} ({version.Status})")];
        }
        catch (StageException e) when (e.ErrorId == TemporalErrors.DeploymentNotFound(deployment).ErrorId)
        {
            return;
        }
        catch (StageException e) when (Force)
        {
            Pipeline.Warning($"Whether Temporal still sends '{name}' work is not known: {e.Message}");
            return;
        }

        if (working.Length > 0)
        {
            StageException error = CmdletErrors.WorkerAtWork(name, deployment, working);
            if (!Force)
            {
                throw error;
            }

            Pipeline.Warning(error.Message);
        }
    }
}
