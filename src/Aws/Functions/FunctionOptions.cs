namespace TemporalLambda.Aws.Functions;

/// <summary>What may be wanted of a function beyond its code and what the worker is. What is null was not given and is not touched.</summary>
public sealed record FunctionOptions
{
    /// <summary>Megabytes under <c>/tmp</c>, 512 to 10240.</summary>
    public int? EphemeralStorage { get; init; }

    /// <summary>The KMS key that encrypts the variables; empty: Lambda's own again.</summary>
    public string? KmsKeyArn { get; init; }

    /// <summary>The subnets; empty, with <see cref="SecurityGroupIds"/>: no VPC any more.</summary>
    public IReadOnlyList<string>? SubnetIds { get; init; }

    /// <summary>The security groups.</summary>
    public IReadOnlyList<string>? SecurityGroupIds { get; init; }

    /// <summary>The ARNs of layer versions, in order; empty: none any more.</summary>
    public IReadOnlyList<string>? Layers { get; init; }

    /// <summary><c>Active</c> or <c>PassThrough</c>.</summary>
    public string? TracingMode { get; init; }

    /// <summary><c>Text</c> or <c>JSON</c>.</summary>
    public string? LogFormat { get; init; }

    /// <summary>The least level of the worker's own lines: TRACE, DEBUG, INFO, WARN, ERROR or FATAL. With JSON only.</summary>
    public string? ApplicationLogLevel { get; init; }

    /// <summary>The least level of Lambda's own lines: DEBUG, INFO or WARN. With JSON only.</summary>
    public string? SystemLogLevel { get; init; }

    /// <summary>The log group.</summary>
    public string? LogGroup { get; init; }

    /// <summary>Days that the log group keeps its lines, one of those that CloudWatch Logs has; 0: for ever.</summary>
    public int? LogRetentionDays { get; init; }

    /// <summary>Executions kept for the function, which is also the most it gets; -1: none are kept any more.</summary>
    public int? ReservedConcurrency { get; init; }

    /// <summary>Tags of the function and its own execution role; null removes one, and those that are not named stay.</summary>
    public IReadOnlyDictionary<string, string?> Tags { get; init; } = new Dictionary<string, string?>();
}
