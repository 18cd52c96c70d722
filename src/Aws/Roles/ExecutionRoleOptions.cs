namespace TemporalLambda.Aws.Roles;

/// <summary>What may be wanted of a function's own execution role. What is null was not given and is not touched.</summary>
public sealed record ExecutionRoleOptions
{
    /// <summary>The path to create it under, beginning and ending with a slash. Default: <c>/</c>.</summary>
    public string? Path { get; init; }

    /// <summary>The ARN of the policy that bounds what it may do.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>Managed policies that it is to have besides; others that are attached stay.</summary>
    public IReadOnlyList<string> PolicyArns { get; init; } = [];

    /// <summary>A policy document that it is to have besides.</summary>
    public string? PolicyDocument { get; init; }

    /// <summary>Whether anything was given.</summary>
    internal bool AreGiven => Path is not null || PermissionsBoundary is not null || PolicyArns.Count > 0 || PolicyDocument is not null;
}
