using System.Collections.Immutable;
using TemporalLambda.Sandbox.Policies;

namespace TemporalLambda.Sandbox.Iam;

/// <summary>A policy as it was written, and as it is evaluated.</summary>
internal sealed record WrittenPolicy(string Json, PolicyDocument Document);

/// <summary>A role as it is at one moment.</summary>
internal sealed record Role(string Name, string Path, string Arn, string Id, DateTimeOffset CreateDate, WrittenPolicy Trust)
{
    public string? Description { get; init; }

    /// <summary>Seconds, 3600 to 43200.</summary>
    public int MaxSessionDuration { get; init; } = 3600;

    /// <summary>The ARN of a managed policy that bounds what the others allow.</summary>
    public string? PermissionsBoundary { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Inline policies by name.</summary>
    public ImmutableSortedDictionary<string, WrittenPolicy> Inline { get; init; } =
        ImmutableSortedDictionary.Create<string, WrittenPolicy>(StringComparer.Ordinal);

    /// <summary>ARNs of attached managed policies, in the order of attaching.</summary>
    public ImmutableList<string> Attached { get; init; } = [];
}

/// <summary>A managed policy, AWS's or the account's.</summary>
internal sealed record ManagedPolicy(string Arn, string Name, string Path, string Id, DateTimeOffset CreateDate, WrittenPolicy Policy)
{
    public string? Description { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
