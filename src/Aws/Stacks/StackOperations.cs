namespace TemporalLambda.Aws.Stacks;

/// <summary>Changes a stack and waits until CloudFormation is done, whose failure is an error with the first cause.</summary>
internal sealed class StackOperations(StacksClient stacks, IStageReporter reporter, TimeProvider time)
{
    private readonly StackWait _wait = new(stacks, reporter, time);

    /// <summary>The stack once nothing is under way, or null.</summary>
    public async Task<Stack?> ReadAsync(string stackName, CancellationToken cancellationToken)
    {
        Stack? found = (await _wait.WaitAsync(stackName, null, cancellationToken)).Stack;
        return found?.StackStatus is "DELETE_COMPLETE" ? null : found;
    }

    /// <summary>Creates a stack.</summary>
    /// <exception cref="StageException">StackFailed, or CloudFormation refused.</exception>
    public async Task<Stack> CreateAsync(StackRequest request, CancellationToken cancellationToken)
    {
        string id = await stacks.CreateStackAsync(request, cancellationToken);
        return await SucceedAsync(request.StackName, id, request.ClientRequestToken, "CREATE_COMPLETE", cancellationToken);
    }

    /// <summary>Updates a stack; one that has nothing to update is as wanted.</summary>
    /// <exception cref="StageException">StackFailed, or CloudFormation refused.</exception>
    public async Task<Stack> UpdateAsync(StackRequest request, string stackId, CancellationToken cancellationToken)
    {
        bool begun = await stacks.UpdateStackAsync(request, cancellationToken);
        return begun
            ? await SucceedAsync(request.StackName, stackId, request.ClientRequestToken, "UPDATE_COMPLETE", cancellationToken)
            : (await _wait.WaitAsync(stackId, null, cancellationToken)).Stack!;
    }

    /// <summary>Deletes a stack.</summary>
    /// <exception cref="StageException">StackFailed, or CloudFormation refused.</exception>
    public async Task DeleteAsync(string stackName, string stackId, CancellationToken cancellationToken)
    {
        string token = NewToken();
        await stacks.DeleteStackAsync(stackId, token, cancellationToken);
        (Stack? found, StackEvent? cause) = await _wait.WaitAsync(stackId, token, cancellationToken);
        if (found is not null && found.StackStatus != "DELETE_COMPLETE")
        {
            throw Failed(stackName, found, cause);
        }
    }

    /// <summary>A name for a request that no other has.</summary>
    public static string NewToken() => "temporal-lambda-" + Guid.NewGuid().ToString("N");

    private async Task<Stack> SucceedAsync(string stackName, string stackId, string token, string status, CancellationToken cancellationToken)
    {
        (Stack? found, StackEvent? cause) = await _wait.WaitAsync(stackId, token, cancellationToken);
        return found?.StackStatus == status ? found : throw Failed(stackName, found, cause);
    }

    private static StageException Failed(string stackName, Stack? found, StackEvent? cause) => AwsErrors.StackFailed(
        stackName,
        found?.StackStatus ?? "gone",
        cause?.LogicalResourceId ?? "",
        cause?.Reason ?? found?.StackStatusReason ?? "CloudFormation gave no reason");
}
