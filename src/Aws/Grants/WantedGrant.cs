namespace TemporalLambda.Aws.Grants;

/// <summary>Who is to be allowed to invoke which function.</summary>
public sealed record WantedGrant
{
    /// <summary>The function's ARN; a version in it does not matter, as every version is granted.</summary>
    public required string FunctionArn { get; init; }

    /// <summary>Who assumes the role; see <see cref="TemporalPrincipals.Resolve"/>.</summary>
    public required IReadOnlyList<string> Principals { get; init; }

    /// <summary>The role. Default: the function's own.</summary>
    public string? RoleName { get; init; }

    /// <summary>The External ID. Default: the one that the role has, else a new one.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The new role's path. Default: <c>/</c>.</summary>
    public string? RolePath { get; init; }

    /// <summary>The ARN of the policy that bounds what the role may do.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>The Worker Deployment, for the tags.</summary>
    public string? DeploymentName { get; init; }

    /// <summary>The Temporal namespace, for the tags.</summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// Adds a statement with the given External ID beside one that trusts the same principals with another; in a stack, whose template has
    /// place for one alone, replaces it.
    /// </summary>
    public bool Force { get; init; }
}
