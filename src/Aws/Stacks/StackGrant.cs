using TemporalLambda.Aws.Grants;

namespace TemporalLambda.Aws.Stacks;

/// <summary>The stage that lets Temporal invoke a function through a role of a CloudFormation stack. A run that was killed anywhere is
/// completed by the next: what CloudFormation began goes on, and is waited for.</summary>
public sealed class StackGrant
{
    private const int Tries = 5;

    private readonly StackOperations _stacks;
    private readonly IStageReporter _reporter;

    /// <summary>The stage in a session.</summary>
    /// <param name="session">The account and region.</param>
    /// <param name="reporter">Gets CloudFormation's events as progress.</param>
    /// <param name="time">The clock of the waits. Default: the system's.</param>
    public StackGrant(AwsSession session, IStageReporter reporter, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        _stacks = new StackOperations(session.Stacks, reporter, time ?? TimeProvider.System);
        _reporter = reporter;
    }

    /// <summary>Reads the stack, once nothing is under way, and says what it takes; changes nothing.</summary>
    /// <exception cref="StageException">The stack can not be made to grant it, or AWS refused to tell.</exception>
    public async Task<StackGrantPlan> PlanAsync(string stackName, WantedGrant wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        StackGrantPlan.CheckName(stackName);
        if (wanted.ExternalId is not null)
        {
            ExternalIds.Check(wanted.ExternalId);
        }

        return StackGrantPlan.From(stackName, wanted, await _stacks.ReadAsync(stackName, cancellationToken), ExternalIds.Generate());
    }

    /// <summary>Does a plan.</summary>
    /// <exception cref="StageException">CloudFormation failed; its reason is in the message.</exception>
    public async Task<GrantResult> ApplyAsync(StackGrantPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Changes.Count == 0)
        {
            return plan.Expected;
        }

        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Stack stack = await ChangeAsync(plan, cancellationToken);
                _reporter.Information($"Temporal may invoke '{FunctionArn.Parse(plan.Wanted.FunctionArn).Name}' through the role of the stack '{plan.StackName}'.");
                return plan.Expected with { InvokeRoleArn = stack.Outputs[InvokeRoleTemplate.RoleArnOutput] };
            }
            catch (StageException e) when (attempt < Tries && IsBusy(e))
            {
                // Another run began something meanwhile: what comes of it counts, its External ID too.
                plan = await PlanAsync(plan.StackName, plan.Wanted, cancellationToken);
                if (plan.Changes.Count == 0)
                {
                    return plan.Expected;
                }
            }
        }
    }

    // CloudFormation has no error code for a stack that is being changed, only these words.
    private static bool IsBusy(StageException e) => e.Is(AwsFault.Conflict)
        || (e.Is(AwsFault.Invalid) && e.AwsMessage().Contains("_IN_PROGRESS state", StringComparison.Ordinal));

    private async Task<Stack> ChangeAsync(StackGrantPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Update is not null)
        {
            // The lists are replaced as a whole: what another run added since the plan was made must be in them.
            plan = await PlanAsync(plan.StackName, plan.Wanted, cancellationToken);
            return plan.Update is null
                ? plan.Found!
                : await _stacks.UpdateAsync(Request(plan, null, plan.Update), plan.Found!.StackId, cancellationToken);
        }

        if (plan.Delete)
        {
            await _stacks.DeleteAsync(plan.StackName, plan.Found!.StackId, cancellationToken);
        }

        return await _stacks.CreateAsync(Request(plan, InvokeRoleTemplate.Text, plan.Create!), cancellationToken);
    }

    private static StackRequest Request(StackGrantPlan plan, string? template, IReadOnlyDictionary<string, string?> parameters) => new()
    {
        StackName = plan.StackName,
        TemplateBody = template,
        Parameters = parameters,
        Tags = template is null
            ? new Dictionary<string, string>()
            : OwnTags.For(FunctionArn.Parse(plan.Wanted.FunctionArn).Name, plan.Wanted.DeploymentName, plan.Wanted.Namespace),
        ClientRequestToken = StackOperations.NewToken(),
    };
}
