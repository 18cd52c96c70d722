namespace TemporalLambda.Temporal;

/// <summary>
/// Which functions the versions of a namespace's deployments have Temporal invoke. No list of the server tells it: it is a call a version, so
/// that each is asked once, and of other deployments no more than a limit.
/// </summary>
/// <param name="connection">The namespace.</param>
/// <param name="mostVersions">How many versions of other deployments are asked in all; default: 500.</param>
public sealed class FunctionUse(TemporalConnection connection, int mostVersions = 500)
{
    private readonly DeploymentReader _reader = new(connection);
    private readonly Dictionary<string, HashSet<string>> _others = new(StringComparer.Ordinal);
    private int _left = mostVersions;

    /// <summary>The namespace.</summary>
    public TemporalConnection Connection => connection;

    /// <summary>The functions of one deployment's versions, as ARNs by build id; versions without AWS Lambda are left out.</summary>
    /// <exception cref="StageException">The server refused to tell.</exception>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> OfAsync(string deploymentName, CancellationToken cancellation)
    {
        // It is about to change.
        _others.Remove(deploymentName);
        Dictionary<string, IReadOnlyList<string>> found = new(StringComparer.Ordinal);
        if (await VersionState.DescribeDeploymentAsync(connection, deploymentName, cancellation) is { } response)
        {
            await foreach ((VersionDescription version, IReadOnlyList<string> functions) in _reader.FunctionsAsync(Descriptions.From(response).Versions, cancellation))
            {
                found[version.BuildId] = functions;
            }
        }

        return found;
    }

    /// <summary>The functions of all other deployments' versions, as ARNs; null where there are more versions than may be asked.</summary>
    /// <exception cref="StageException">The server refused to tell.</exception>
    public async Task<IReadOnlySet<string>?> ByOthersAsync(string deploymentName, CancellationToken cancellation)
    {
        HashSet<string> names = [.. (await _reader.DeploymentsAsync(NameFilter.All, cancellation)).Select(deployment => deployment.DeploymentName)];
        names.Remove(deploymentName);
        HashSet<string> unknown = [.. names.Where(name => !_others.ContainsKey(name))];
        List<VersionDescription> versions = [];
        if (unknown.Count > 0)
        {
            await foreach (VersionDescription version in _reader.VersionsAsync(NameFilter.Where(unknown.Contains), NameFilter.All, detailed: false, cancellation))
            {
                if (version.ProviderTypes.Contains(ComputeGroup.Lambda) && versions.Count == _left)
                {
                    return null;
                }

                if (version.ProviderTypes.Contains(ComputeGroup.Lambda))
                {
                    versions.Add(version);
                }
            }
        }

        _left -= versions.Count;
        Dictionary<string, HashSet<string>> read = unknown.ToDictionary(name => name, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        await foreach ((VersionDescription version, IReadOnlyList<string> functions) in _reader.FunctionsAsync(versions, cancellation))
        {
            read[version.DeploymentName].UnionWith(functions);
        }

        foreach ((string name, HashSet<string> functions) in read)
        {
            _others[name] = functions;
        }

        return names.SelectMany(name => _others[name]).ToHashSet(StringComparer.Ordinal);
    }
}
