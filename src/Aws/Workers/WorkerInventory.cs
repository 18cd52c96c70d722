using System.Runtime.CompilerServices;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Workers;

/// <summary>Finds deployed workers again, from AWS alone.</summary>
public sealed class WorkerInventory
{
    // Far below what Lambda allows an account to read in a second.
    private const int AtOnce = 8;

    private readonly LambdaClient _lambda;
    private readonly IamClient _iam;
    private readonly IStageReporter _reporter;

    /// <summary>The inventory of a session's region.</summary>
    /// <param name="session">The account and region.</param>
    /// <param name="reporter">Gets a warning where a role may not be read.</param>
    public WorkerInventory(AwsSession session, IStageReporter reporter)
    {
        ArgumentNullException.ThrowIfNull(session);
        _lambda = session.Lambda;
        _iam = session.Iam;
        _reporter = reporter;
    }

    /// <summary>The workers, by name of function and newest build first.</summary>
    /// <exception cref="StageException">The one function or build is not there, or AWS refused to tell.</exception>
    public async IAsyncEnumerable<DeployedWorker> FindAsync(WorkerQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.FunctionName is not null)
        {
            IReadOnlyList<DeployedWorker> builds = await ReadAsync(query.FunctionName, query, anyOwner: true, cancellationToken);
            if (builds.Count == 0)
            {
                throw AwsErrors.BuildNotPublished(query.FunctionName, query.BuildId ?? "");
            }

            foreach (DeployedWorker build in builds)
            {
                yield return build;
            }

            yield break;
        }

        // A worker is known by its environment first: a listing does not tell tags.
        string[] names =
        [
            .. (await _lambda.ListFunctionsAsync(cancellationToken))
                .Where(function => function.Environment?.Variables?.GetValueOrDefault(FunctionVariables.DeploymentName) is { Length: > 0 } deployment
                    && (query.Function?.Invoke(function.FunctionName) ?? true)
                    && (query.Deployment?.Invoke(deployment) ?? true))
                .Select(function => function.FunctionName)
                .Order(StringComparer.Ordinal),
        ];
        foreach (string[] some in names.Chunk(AtOnce))
        {
            foreach (IReadOnlyList<DeployedWorker> builds in await Task.WhenAll(
                some.Select(name => ReadListedAsync(name, query, cancellationToken))))
            {
                foreach (DeployedWorker build in builds)
                {
                    yield return build;
                }
            }
        }
    }

    private async Task<IReadOnlyList<DeployedWorker>> ReadListedAsync(string name, WorkerQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(name, query, anyOwner: query.Function is not null || query.Deployment is not null, cancellationToken);
        }
        catch (StageException e) when (e.Is(AwsFault.NotFound))
        {
            // Removed since it was listed.
            return [];
        }
    }

    private async Task<IReadOnlyList<DeployedWorker>> ReadAsync(
        string functionName, WorkerQuery query, bool anyOwner, CancellationToken cancellationToken)
    {
        Task<FunctionDescription> function = _lambda.GetFunctionAsync(functionName, null, cancellationToken);
        Task<IReadOnlyList<FunctionConfiguration>> versions = _lambda.ListVersionsByFunctionAsync(functionName, cancellationToken);
        Task<Role?> role = ReadRoleAsync(query.RoleName ?? RoleName.ForInvocation(functionName), cancellationToken);
        await Task.WhenAll(function, versions, role);
        FunctionDescription found = await function;
        if (!anyOwner && !OwnTags.AreOn(found.Tags, functionName))
        {
            return [];
        }

        IEnumerable<DeployedWorker> builds = DeployedWorker.BuildsOf(found.Configuration, await versions, found.Tags)
            .Where(build => (query.BuildId is null || build.BuildId == query.BuildId)
                && (query.Deployment is null || (build.DeploymentName is not null && query.Deployment(build.DeploymentName))))
            .Select(build => build with { InvokeRoleArn = role.Result?.Arn, ExternalId = ExternalIdOf(role.Result) });
        return [.. query.AllBuilds ? builds : builds.Take(1)];
    }

    private async Task<Role?> ReadRoleAsync(string roleName, CancellationToken cancellationToken)
    {
        try
        {
            return await _iam.GetRoleAsync(roleName, cancellationToken).OrNull();
        }
        catch (StageException e) when (e.Is(AwsFault.AccessDenied))
        {
            _reporter.Warning($"The invocation role '{roleName}' may not be read with these credentials, so that InvokeRoleArn and ExternalId are left out.");
            return null;
        }
    }

    private static string? ExternalIdOf(Role? role) => role is null ? null : TrustPolicy.Read(role.AssumeRolePolicyDocument).ExternalIdFor([]);
}
