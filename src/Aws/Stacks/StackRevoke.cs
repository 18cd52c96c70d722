namespace TemporalLambda.Aws.Stacks;

/// <summary>What it takes until a stack's role does not let Temporal invoke a function any more. Made from values alone.</summary>
public sealed record StackRevokePlan
{
    private StackRevokePlan(Stack? found) => Found = found;

    /// <summary>The steps in words; empty where nothing is left to revoke.</summary>
    public IReadOnlyList<Change> Changes { get; private init; } = [];

    internal Stack? Found { get; }

    internal bool Delete { get; private init; }

    internal IReadOnlyDictionary<string, string?>? Update { get; private init; }

    /// <summary>The plan.</summary>
    /// <exception cref="StageException">The stack is none of an invocation role, or another's that holds nothing else.</exception>
    internal static StackRevokePlan From(string stackName, string functionName, Stack? found)
    {
        if (found is null)
        {
            return new StackRevokePlan(found);
        }

        if (!found.Parameters.ContainsKey(InvokeRoleTemplate.ExternalId) || !found.Outputs.TryGetValue(InvokeRoleTemplate.Functions, out string? functions))
        {
            throw AwsErrors.StackNotRecognized(stackName);
        }

        string[] present = InvokeRoleTemplate.Values(functions);
        string[] left = [.. present.Where(arn => !IsOf(arn, functionName))];
        bool own = found.Tags.ContainsKey(OwnTags.Function);
        if (left.Length == present.Length && (left.Length > 0 || !own))
        {
            return new StackRevokePlan(found);
        }

        if (left.Length == 0)
        {
            return own
                ? new StackRevokePlan(found)
                {
                    Delete = true,
                    Changes = [new Change("DeleteStack", stackName, $"Delete the stack '{stackName}' with its invocation role, which grants nothing but '{functionName}'.")],
                }
                : throw AwsErrors.StackOfOthers(stackName);
        }

        SortedDictionary<string, string?> parameters = new(StringComparer.Ordinal);
        foreach (string name in found.Parameters.Keys)
        {
            parameters[name] = name == InvokeRoleTemplate.Functions ? string.Join(',', left) : null;
        }

        return new StackRevokePlan(found)
        {
            Update = parameters,
            Changes = [new Change("UpdateStack", stackName, $"Take from the role of the stack '{stackName}' that it may invoke '{functionName}'.")],
        };
    }

    /// <summary>Whether the stack grants this function alone and another made it, so that it is theirs to delete.</summary>
    internal static bool IsLastOfOthers(string functionName, Stack? found) => found is not null && !found.Tags.ContainsKey(OwnTags.Function)
        && found.Outputs.TryGetValue(InvokeRoleTemplate.Functions, out string? functions)
        && InvokeRoleTemplate.Values(functions).All(arn => IsOf(arn, functionName));

    private static bool IsOf(string arn, string functionName) =>
        AwsArn.TryParse(arn, out AwsArn? parts) && (parts.Resource == "function:" + functionName || parts.Resource.StartsWith($"function:{functionName}:", StringComparison.Ordinal));
}

/// <summary>The stage that takes a function out of a stack's role, and deletes a stack that grants nothing else.</summary>
public sealed class StackRevoke
{
    private readonly StackOperations _stacks;

    /// <summary>The stage in a session.</summary>
    /// <param name="session">The account and region.</param>
    /// <param name="reporter">Gets CloudFormation's events as progress.</param>
    /// <param name="time">The clock of the waits. Default: the system's.</param>
    public StackRevoke(AwsSession session, IStageReporter reporter, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        _stacks = new StackOperations(session.Stacks, reporter, time ?? TimeProvider.System);
    }

    /// <summary>Reads the stack, once nothing is under way, and says what it takes; changes nothing.</summary>
    /// <exception cref="StageException">The stack is none of an invocation role, or AWS refused to tell.</exception>
    public async Task<StackRevokePlan> PlanAsync(string stackName, string functionName, CancellationToken cancellationToken)
    {
        FunctionArn.CheckName(functionName);
        StackGrantPlan.CheckName(stackName);
        return StackRevokePlan.From(stackName, functionName, await _stacks.ReadAsync(stackName, cancellationToken));
    }

    /// <summary>Does a plan.</summary>
    /// <exception cref="StageException">CloudFormation failed; its reason is in the message.</exception>
    public async Task ApplyAsync(StackRevokePlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Delete)
        {
            await _stacks.DeleteAsync(plan.Found!.StackName, plan.Found.StackId, cancellationToken);
        }
        else if (plan.Update is not null)
        {
            StackRequest request = new()
            {
                StackName = plan.Found!.StackName, Parameters = plan.Update, ClientRequestToken = StackOperations.NewToken(),
            };
            await _stacks.UpdateAsync(request, plan.Found.StackId, cancellationToken);
        }
    }
}
