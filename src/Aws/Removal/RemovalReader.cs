using Amazon.SimpleSystemsManagement.Model;
using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Aws.Stacks;

namespace TemporalLambda.Aws.Removal;

/// <summary>Reads what there is of a worker, side by side.</summary>
internal sealed class RemovalReader(AwsSession session, StackOperations stacks, IStageReporter reporter)
{
    /// <summary>What there is.</summary>
    public async Task<RemovalState> ReadAsync(WantedRemoval wanted, CancellationToken cancellationToken)
    {
        string name = wanted.FunctionName;
        Task<FunctionDescription?> function = session.Lambda.GetFunctionAsync(name, null, cancellationToken).OrNull();
        Task<IReadOnlyList<FunctionConfiguration>?> versions = session.Lambda.ListVersionsByFunctionAsync(name, cancellationToken).OrNull();
        Task<OwnRoleState> executionRole = ReadExecutionRoleAsync(name, cancellationToken);
        Task<RevokeState> grant = RevokeState.ReadAsync(session.Iam, name, wanted.RoleName, cancellationToken);
        Task<IReadOnlyList<string>> reading = ReadParametersAsync(name, cancellationToken);
        await Task.WhenAll(function, versions, executionRole, grant, reading);
        IReadOnlyList<FunctionConfiguration> all = [.. (await versions ?? []), .. await function is { } now ? [now.Configuration] : Array.Empty<FunctionConfiguration>()];
        IReadOnlyList<string> parameters = await reading;
        Task<IReadOnlyList<TaggedResource>> groups = wanted.IncludeLogs
            ? ReadLogGroupsAsync(name, all, cancellationToken)
            : Task.FromResult<IReadOnlyList<TaggedResource>>([]);
        string? stackName = wanted.StackName ?? (await grant).StackName;
        Stack? stack = stackName is null ? null : await stacks.ReadAsync(stackName, cancellationToken);
        return new RemovalState
        {
            Function = await function,
            PublishedVersions = (await versions ?? []).Count(version => version.Version != "$LATEST"),
            ExecutionRole = await executionRole,
            Grant = stackName is null ? await grant : null,
            GrantingStack = stackName is null ? null : (stackName, stack),
            Parameters = parameters,
            LogGroups = await groups,
        };
    }

    private async Task<OwnRoleState> ReadExecutionRoleAsync(string functionName, CancellationToken cancellationToken)
    {
        string roleName = RoleName.ForExecution(functionName);
        Role? role = await session.Iam.GetRoleAsync(roleName, cancellationToken).OrNull();
        if (role is null || !OwnTags.AreOn(role.Tags, functionName))
        {
            return new OwnRoleState(roleName, role, [], [], []);
        }

        Task<IReadOnlyList<string>> policies = session.Iam.ListRolePoliciesAsync(roleName, cancellationToken);
        Task<IReadOnlyList<string>> attached = session.Iam.ListAttachedRolePoliciesAsync(roleName, cancellationToken);
        Task<IReadOnlyList<FunctionConfiguration>> functions = session.Lambda.ListFunctionsAsync(cancellationToken);
        await Task.WhenAll(policies, attached, functions);
        return new OwnRoleState(
            roleName,
            role,
            await policies,
            await attached,
            [.. (await functions).Where(function => function.Role == role.Arn && function.FunctionName != functionName).Select(function => function.FunctionName)]);
    }

    // By its tag: the function's environment names it only as long as the function is there.
    private async Task<IReadOnlyList<string>> ReadParametersAsync(string functionName, CancellationToken cancellationToken)
    {
        try
        {
            return await ListParametersAsync(functionName, cancellationToken);
        }
        catch (StageException e) when (e.Fault() is AwsFault.AccessDenied or AwsFault.Invalid or AwsFault.NotFound)
        {
            // Most workers have none.
            reporter.Warning($"Whether '{functionName}' has a parameter with an API key can not be seen: {e.Message}");
            return [];
        }
    }

    private async Task<IReadOnlyList<string>> ListParametersAsync(string functionName, CancellationToken cancellationToken)
    {
        List<string> names = [];
        string? next = null;
        do
        {
            DescribeParametersResponse page = await session.Parameters.DescribeParametersAsync(
                new DescribeParametersRequest
                {
                    ParameterFilters = [new ParameterStringFilter { Key = "tag:" + OwnTags.Function, Option = "Equals", Values = [functionName] }],
                    NextToken = next,
                },
                cancellationToken);
            names.AddRange((page.Parameters ?? []).Select(parameter => parameter.Name));
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
        return names;
    }

    private async Task<IReadOnlyList<TaggedResource>> ReadLogGroupsAsync(
        string functionName, IReadOnlyList<FunctionConfiguration> versions, CancellationToken cancellationToken)
    {
        IEnumerable<string> names = versions.Select(version => version.LoggingConfig?.LogGroup).OfType<string>()
            .Append(FunctionLog.GroupOf(functionName)).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal);
        TaggedResource?[] found = await Task.WhenAll(names.Select(async name =>
        {
            LogGroup? group = (await session.Logs.DescribeLogGroupsAsync(name, cancellationToken)).FirstOrDefault(candidate => candidate.LogGroupName == name);
            return group?.ResourceArn is { } arn
                ? new TaggedResource(name, arn, await session.Logs.ListTagsForResourceAsync(arn, cancellationToken))
                : null;
        }));
        return [.. found.OfType<TaggedResource>()];
    }
}
