namespace TemporalLambda.Aws.Workers;

/// <summary>Which deployed workers are wanted; what is null restricts nothing.</summary>
public sealed record WorkerQuery
{
    /// <summary>The one function. It need not be of this module.</summary>
    public string? FunctionName { get; init; }

    /// <summary>Whether a function of this name is wanted, where not one alone is.</summary>
    public Func<string, bool>? Function { get; init; }

    /// <summary>Whether a Worker Deployment of this name is wanted.</summary>
    public Func<string, bool>? Deployment { get; init; }

    /// <summary>The one build.</summary>
    public string? BuildId { get; init; }

    /// <summary>Every build of a function instead of the newest.</summary>
    public bool AllBuilds { get; init; }

    /// <summary>The invocation role, where it is not the function's own.</summary>
    public string? RoleName { get; init; }
}
