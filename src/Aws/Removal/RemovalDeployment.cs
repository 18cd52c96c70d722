using Amazon.SimpleSystemsManagement.Model;
using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Stacks;

namespace TemporalLambda.Aws.Removal;

/// <summary>
/// The stage that removes a worker from AWS. A run that was killed anywhere is completed by the next, and one that finds nothing does
/// nothing. What Temporal has of the worker goes around it: before the function its work must be done, and after the function its versions.
/// </summary>
public sealed class RemovalDeployment
{
    private readonly AwsSession _session;
    private readonly IStageReporter _reporter;
    private readonly TimeProvider _time;

    /// <summary>The stage in a session.</summary>
    /// <param name="session">The account and region.</param>
    /// <param name="reporter">Gets milestones, and what stays.</param>
    /// <param name="time">The clock of the waits. Default: the system's.</param>
    public RemovalDeployment(AwsSession session, IStageReporter reporter, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
        _reporter = reporter;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Reads what there is and says what goes; changes nothing.</summary>
    /// <exception cref="StageException">The function is another's, or AWS refused to tell.</exception>
    public async Task<RemovalPlan> PlanAsync(WantedRemoval wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        FunctionArn.CheckName(wanted.FunctionName);
        if (wanted.StackName is not null)
        {
            StackGrantPlan.CheckName(wanted.StackName);
        }

        RemovalReader reader = new(_session, new StackOperations(_session.Stacks, _reporter, _time), _reporter);
        return RemovalPlan.From(wanted, await reader.ReadAsync(wanted, cancellationToken));
    }

    /// <summary>The first half: deletes the function with all of its versions, and before it the log group that it alone names.</summary>
    /// <exception cref="StageException">A step failed; the next run takes up there.</exception>
    public async Task DeleteFunctionAsync(RemovalPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string name = plan.Wanted.FunctionName;
        foreach (TaggedResource group in plan.Mark)
        {
            await _session.Logs.TagResourceAsync(group.Arn, OwnTags.For(name, null, null), cancellationToken);
        }

        await DeleteLogGroupsAsync(plan.NamedLogGroups, cancellationToken);
        if (plan.DeletesFunction && await Deleted.Async(() => _session.Lambda.DeleteFunctionAsync(name, null, cancellationToken)))
        {
            _reporter.Information($"The function '{name}' is deleted.");
        }
    }

    /// <summary>The second half: what let Temporal invoke the function, and what it ran with.</summary>
    /// <exception cref="StageException">A step failed; the next run takes up there.</exception>
    public async Task DeleteRestAsync(RemovalPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Revoke is not null)
        {
            await new RevokeDeployment(_session, _reporter).ApplyAsync(plan.Revoke, cancellationToken);
        }

        if (plan.StackRevoke is not null)
        {
            await new StackRevoke(_session, _reporter, _time).ApplyAsync(plan.StackRevoke, cancellationToken);
        }

        if (plan.DeleteExecutionRole)
        {
            await DeleteRoleAsync(plan.Found.ExecutionRole, cancellationToken);
        }

        foreach (string parameter in plan.Parameters)
        {
            await Deleted.Async(() => _session.Parameters.DeleteParameterAsync(new DeleteParameterRequest { Name = parameter }, cancellationToken));
        }

        // Last: what ran still wrote to them until its role was gone, and may have made anew what went before the function.
        await DeleteLogGroupsAsync(plan.LogGroups, cancellationToken);

        foreach (string note in plan.Notes)
        {
            _reporter.Verbose(note);
        }
    }

    private async Task DeleteLogGroupsAsync(IReadOnlyList<TaggedResource> groups, CancellationToken cancellationToken)
    {
        foreach (TaggedResource group in groups)
        {
            await Deleted.Async(() => _session.Logs.DeleteLogGroupAsync(group.Name, cancellationToken));
        }
    }

    private async Task DeleteRoleAsync(OwnRoleState role, CancellationToken cancellationToken)
    {
        await Task.WhenAll(
        [
            .. role.Policies.Select(policy => Deleted.Async(() => _session.Iam.DeleteRolePolicyAsync(role.RoleName, policy, cancellationToken))),
            .. role.AttachedPolicies.Select(policy => Deleted.Async(() => _session.Iam.DetachRolePolicyAsync(role.RoleName, policy, cancellationToken))),
        ]);
        await Deleted.Async(() => _session.Iam.DeleteRoleAsync(role.RoleName, cancellationToken));
    }
}
