using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Removal;

/// <summary>Removes published versions of functions that no Temporal version invokes any more.</summary>
/// <param name="session">The account and region.</param>
public sealed class PublishedVersionRemoval(AwsSession session)
{
    /// <summary>Reads the functions and says what goes; changes nothing.</summary>
    /// <param name="wanted">The ARNs that the removed Temporal versions have Temporal invoke.</param>
    /// <param name="used">Those that Temporal versions which stay have it invoke.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StageException">An ARN is none, or AWS refused to tell.</exception>
    public async Task<PublishedVersionPlan> PlanAsync(IReadOnlyList<string> wanted, IReadOnlySet<string> used, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        Dictionary<string, PublishedFunctionState> functions = new(StringComparer.Ordinal);
        foreach (FunctionArn function in wanted.Select(FunctionArn.Parse).DistinctBy(arn => arn.Unqualified))
        {
            if (await ReadAsync(function, cancellationToken) is { } found)
            {
                functions[function.Unqualified] = found;
            }
        }

        return PublishedVersionPlan.For(wanted, used, functions);
    }

    /// <summary>Deletes one version; one that is gone already is as good.</summary>
    /// <exception cref="StageException">AWS refused.</exception>
    public Task RemoveAsync(PublishedVersionChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Deleted.Async(() => session.Lambda.DeleteFunctionAsync(change.Function.Unqualified, change.Function.Qualifier, cancellationToken));
    }

    // By ARN: a function of that name in the session's region or account may be another one.
    private async Task<PublishedFunctionState?> ReadAsync(FunctionArn function, CancellationToken cancellationToken)
    {
        if (function.Parts.Region != session.Region)
        {
            throw AwsErrors.FunctionInOtherRegion(function.Unqualified, session.Region);
        }

        Task<FunctionDescription?> described = session.Lambda.GetFunctionAsync(function.Unqualified, null, cancellationToken).OrNull();
        Task<IReadOnlyList<FunctionAlias>?> aliases = session.Lambda.ListAliasesAsync(function.Unqualified, cancellationToken).OrNull();
        await Task.WhenAll(described, aliases);
        return await described is { } found ? new(OwnTags.AreOn(found.Tags, function.Name), await aliases ?? []) : null;
    }
}
