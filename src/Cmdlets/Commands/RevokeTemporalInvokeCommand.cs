using System.Management.Automation;
using TemporalLambda.Aws;
using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Stacks;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Stages;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Takes back that Temporal may invoke a function.</summary>
/// <remarks>
/// <para>The function's inline policy goes from the invocation role. The role itself goes when it grants nothing else and this module
/// created it, which its tag tells; every other role stays as it is, with whom it trusts.</para>
/// <para>Versions that Temporal has registered with the role can not invoke the function any more. Running it again finds nothing and says
/// so with -Verbose.</para>
/// </remarks>
/// <example>
/// <code>Revoke-TemporalInvoke orders -WhatIf</code>
/// Tells what would be taken back.
/// </example>
/// <example>
/// <code>Get-TemporalLambdaWorker orders | Revoke-TemporalInvoke</code>
/// Takes back the grant of one function.
/// </example>
/// <example>
/// <code>Revoke-TemporalInvoke orders -StackName temporal-invoke</code>
/// Takes the function out of a stack's role, and deletes the stack that this module created when it grants nothing else.
/// </example>
/// <example>
/// <code>Revoke-TemporalInvoke orders -RoleName temporal-workers</code>
/// Takes one function out of a role that several share.
/// </example>
[Cmdlet(VerbsSecurity.Revoke, "TemporalInvoke", SupportsShouldProcess = true)]
[OutputType(typeof(PublishedWorker))]
public sealed class RevokeTemporalInvokeCommand : AwsCmdlet
{
    /// <summary>The function's name or ARN; it need not exist any more.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? FunctionName { get; set; }

    /// <summary>The invocation role. Default: the record's, else the function's own, FunctionName-temporal-invoke.</summary>
    [Parameter]
    public string? RoleName { get; set; }

    /// <summary>The invocation role's ARN, as the record of Grant-TemporalInvoke has it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? InvokeRoleArn { get; set; }

    /// <summary>The CloudFormation stack through which it was granted.</summary>
    [Parameter]
    public string? StackName { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        string name = Require(FunctionInput.NameOf(FunctionName, InputObject), nameof(FunctionName), "Grant-TemporalInvoke");
        AwsSession aws = await OpenAwsAsync(cancellationToken);
        (IReadOnlyList<Change> changes, bool done) = StackName is { Length: > 0 }
            ? await RevokeInStackAsync(aws, name, StackName, cancellationToken)
            : await RevokeInRoleAsync(aws, name, cancellationToken);
        PublishedWorker record = CarryOn<PublishedWorker>();
        record.FunctionName = name;
        Emit(record, changes, done);
    }

    private async Task<(IReadOnlyList<Change> Changes, bool Done)> RevokeInRoleAsync(AwsSession aws, string name, CancellationToken cancellationToken)
    {
        string? role = RoleName is { Length: > 0 } ? RoleName : InvokeRoleArn is { Length: > 0 } arn ? Aws.RoleName.Of(arn) : null;
        RevokeDeployment stage = new(aws, Pipeline);
        RevokePlan plan = await stage.PlanAsync(name, role, cancellationToken);
        bool done = await ConfirmPlanAsync(plan.Changes, name, cancellationToken);
        if (done)
        {
            await stage.ApplyAsync(plan, cancellationToken);
        }

        return (plan.Changes, done);
    }

    private async Task<(IReadOnlyList<Change> Changes, bool Done)> RevokeInStackAsync(
        AwsSession aws, string name, string stackName, CancellationToken cancellationToken)
    {
        StackRevoke stage = new(aws, Pipeline);
        StackRevokePlan plan = await stage.PlanAsync(stackName, name, cancellationToken);
        bool done = await ConfirmPlanAsync(plan.Changes, name, cancellationToken);
        if (done)
        {
            await stage.ApplyAsync(plan, cancellationToken);
        }

        return (plan.Changes, done);
    }
}
