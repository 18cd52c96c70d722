using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Grants;

/// <summary>The stage that takes a grant back. A run that was killed anywhere is completed by the next.</summary>
public sealed class RevokeDeployment
{
    private readonly IamClient _iam;
    private readonly IStageReporter _reporter;

    /// <summary>The stage in a session.</summary>
    /// <param name="session">The account.</param>
    /// <param name="reporter">Gets milestones.</param>
    public RevokeDeployment(AwsSession session, IStageReporter reporter)
    {
        ArgumentNullException.ThrowIfNull(session);
        _iam = session.Iam;
        _reporter = reporter;
    }

    /// <summary>Reads what is granted and says what it takes; changes nothing.</summary>
    /// <param name="functionName">The function; it need not exist any more.</param>
    /// <param name="roleName">The role. Default: the function's own.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StageException">The role is a stack's, or AWS refused to tell.</exception>
    public async Task<RevokePlan> PlanAsync(string functionName, string? roleName, CancellationToken cancellationToken)
    {
        FunctionArn.CheckName(functionName);
        return RevokePlan.From(await RevokeState.ReadAsync(_iam, functionName, roleName, cancellationToken));
    }

    /// <summary>Does a plan.</summary>
    /// <exception cref="StageException">A step failed; the next run takes up there.</exception>
    public async Task ApplyAsync(RevokePlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string roleName = plan.Found.RoleName;
        if (plan.DeletePolicy)
        {
            await Deleted.Async(() => _iam.DeleteRolePolicyAsync(roleName, GrantState.PolicyName(plan.Found.FunctionName), cancellationToken));
        }

        if (plan.DeleteRole)
        {
            try
            {
                await Deleted.Async(() => _iam.DeleteRoleAsync(roleName, cancellationToken));
            }
            catch (StageException e) when (e.Is(AwsFault.Conflict))
            {
                // Another function was granted through it since it was read.
                _reporter.Warning($"The role '{roleName}' stays: it grants something again.");
            }
        }

        if (plan.Note is not null)
        {
            _reporter.Verbose(plan.Note);
        }
    }
}
