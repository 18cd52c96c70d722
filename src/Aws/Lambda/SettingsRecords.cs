namespace TemporalLambda.Aws.Lambda;

// The parts of a function's settings that are records of their own.

/// <summary>The network that a function is attached to; no subnets: none.</summary>
public sealed record VpcConfig
{
    /// <summary>The subnets, at least one in each availability zone that the function is to survive.</summary>
    public IReadOnlyList<string> SubnetIds { get => field ?? []; init; }

    /// <summary>The security groups.</summary>
    public IReadOnlyList<string> SecurityGroupIds { get => field ?? []; init; }

    /// <summary>Whether IPv6 goes out as well.</summary>
    public bool? Ipv6AllowedForDualStack { get; init; }
}

/// <summary>A layer's version that a function uses.</summary>
public sealed record FunctionLayer
{
    /// <summary>The version's ARN.</summary>
    public string Arn { get => field ?? ""; init; }
}

/// <summary>The space under <c>/tmp</c>.</summary>
/// <param name="Size">Megabytes.</param>
public sealed record EphemeralStorage(int Size);

/// <summary>X-Ray.</summary>
/// <param name="Mode"><c>Active</c> or <c>PassThrough</c>.</param>
public sealed record TracingConfig(string Mode);

/// <summary>How and where a function logs.</summary>
public sealed record LoggingConfig
{
    /// <summary><c>Text</c> or <c>JSON</c>.</summary>
    public string? LogFormat { get; init; }

    /// <summary>The least level of the function's own lines; with JSON only.</summary>
    public string? ApplicationLogLevel { get; init; }

    /// <summary>The least level of Lambda's lines; with JSON only.</summary>
    public string? SystemLogLevel { get; init; }

    /// <summary>The log group.</summary>
    public string? LogGroup { get; init; }
}

/// <summary>TagResource.</summary>
/// <param name="Tags">The tags to add or change.</param>
internal sealed record TagResourceRequest(IReadOnlyDictionary<string, string> Tags);
