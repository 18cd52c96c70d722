using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Stacks;

namespace TemporalLambda.Aws.Removal;

/// <summary>What there is of a worker in AWS.</summary>
internal sealed record RemovalState
{
    /// <summary>The function, or null.</summary>
    public FunctionDescription? Function { get; init; }

    /// <summary>How many versions of it are published.</summary>
    public int PublishedVersions { get; init; }

    /// <summary>The execution role of the name that the function's own has.</summary>
    public required OwnRoleState ExecutionRole { get; init; }

    /// <summary>What is granted to Temporal, where a role alone grants it.</summary>
    public RevokeState? Grant { get; init; }

    /// <summary>The stack that grants it: its name, and the stack or null.</summary>
    public (string Name, Stack? Stack)? GrantingStack { get; init; }

    /// <summary>The parameters that carry the function's tag.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The log groups; read only where they are to go.</summary>
    public IReadOnlyList<TaggedResource> LogGroups { get; init; } = [];
}

/// <summary>A role, with what has to go before it.</summary>
/// <param name="RoleName">The name.</param>
/// <param name="Role">The role, or null.</param>
/// <param name="Policies">Its inline policies.</param>
/// <param name="AttachedPolicies">Its managed policies.</param>
/// <param name="UsedBy">The other functions of the region that run as it.</param>
internal sealed record OwnRoleState(
    string RoleName, Role? Role, IReadOnlyList<string> Policies, IReadOnlyList<string> AttachedPolicies, IReadOnlyList<string> UsedBy);

/// <summary>Something that is there, with its tags.</summary>
/// <param name="Name">The name.</param>
/// <param name="Arn">The ARN, for what is tagged by it.</param>
/// <param name="Tags">The tags.</param>
internal sealed record TaggedResource(string Name, string Arn, IReadOnlyDictionary<string, string> Tags);
