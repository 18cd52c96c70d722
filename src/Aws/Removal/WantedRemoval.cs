namespace TemporalLambda.Aws.Removal;

/// <summary>Which worker is to go from AWS.</summary>
public sealed record WantedRemoval
{
    /// <summary>The function's exact name.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The Worker Deployment that it is expected to be of, or null.</summary>
    public string? DeploymentName { get; init; }

    /// <summary>The invocation role, where it is not the function's own.</summary>
    public string? RoleName { get; init; }

    /// <summary>The CloudFormation stack that grants it. Default: the one that the role's tag names.</summary>
    public string? StackName { get; init; }

    /// <summary>Whether the log goes too.</summary>
    public bool IncludeLogs { get; init; }
}
