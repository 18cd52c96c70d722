namespace TemporalLambda.Aws.Lambda;

// Generated JSON code sets every init property, also one that the answer leaves out; hence defaults that are applied on reading.

/// <summary>A function's or a published version's settings, as Lambda tells them.</summary>
public sealed record FunctionConfiguration
{
    /// <summary>The function's name.</summary>
    public string FunctionName { get => field ?? ""; init; }

    /// <summary>The ARN; with the version's number where one was asked for.</summary>
    public string FunctionArn { get => field ?? ""; init; }

    /// <summary>The version's number, or <c>$LATEST</c>.</summary>
    public string Version { get => field ?? ""; init; }

    /// <summary>The managed runtime; null for images.</summary>
    public string? Runtime { get; init; }

    /// <summary>The execution role's ARN.</summary>
    public string Role { get => field ?? ""; init; }

    /// <summary>What the runtime starts.</summary>
    public string? Handler { get; init; }

    /// <summary>A remark; published versions carry package and build id here.</summary>
    public string? Description { get; init; }

    /// <summary>Seconds an invocation may take.</summary>
    public int Timeout { get; init; }

    /// <summary>Megabytes.</summary>
    public int MemorySize { get; init; }

    /// <summary>The package's SHA-256, base64.</summary>
    public string CodeSha256 { get => field ?? ""; init; }

    /// <summary>The package's bytes.</summary>
    public long CodeSize { get; init; }

    /// <summary>When it was changed last, ISO 8601.</summary>
    public string? LastModified { get; init; }

    /// <summary>One of x86_64 and arm64.</summary>
    public IReadOnlyList<string> Architectures { get => field ?? ["x86_64"]; init; }

    /// <summary>The environment; absent where there is none.</summary>
    public FunctionEnvironment? Environment { get; init; }

    /// <summary>The key that the environment is encrypted with; absent: Lambda's own.</summary>
    public string? KMSKeyArn { get; init; }

    /// <summary>The network; absent where there is none.</summary>
    public VpcConfig? VpcConfig { get; init; }

    /// <summary>The layers, in the order in which they are laid over one another.</summary>
    public IReadOnlyList<FunctionLayer> Layers { get => field ?? []; init; }

    /// <summary>The space under /tmp.</summary>
    public EphemeralStorage? EphemeralStorage { get; init; }

    /// <summary>X-Ray.</summary>
    public TracingConfig? TracingConfig { get; init; }

    /// <summary>How and where it logs.</summary>
    public LoggingConfig? LoggingConfig { get; init; }

    /// <summary>Pending, Active, Inactive or Failed.</summary>
    public string? State { get; init; }

    /// <summary>Why the state is not Active.</summary>
    public string? StateReason { get; init; }

    /// <summary>The same as a code, for example SubnetOutOfIPAddresses.</summary>
    public string? StateReasonCode { get; init; }

    /// <summary>InProgress, Successful or Failed.</summary>
    public string? LastUpdateStatus { get; init; }

    /// <summary>Why the last update failed.</summary>
    public string? LastUpdateStatusReason { get; init; }

    /// <summary>The same as a code.</summary>
    public string? LastUpdateStatusReasonCode { get; init; }

    /// <summary>Changes with every update.</summary>
    public string? RevisionId { get; init; }
}

/// <summary>The variables of a function.</summary>
/// <param name="Variables">Names and values. They may hold secrets and are never printed.</param>
public sealed record FunctionEnvironment(IReadOnlyDictionary<string, string>? Variables)
{
    /// <summary>The number of variables only.</summary>
    public override string ToString() => $"{Variables?.Count ?? 0} variables";
}

/// <summary>What GetFunction tells beyond the settings.</summary>
public sealed record FunctionDescription
{
    /// <summary>The settings.</summary>
    public required FunctionConfiguration Configuration { get; init; }

    /// <summary>The function's tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Reserved concurrency.</summary>
    public FunctionConcurrency? Concurrency { get; init; }

    /// <summary>Where the package can be read for ten minutes.</summary>
    public FunctionCodeLocation? Code { get; init; }
}

/// <summary>Where a function's package is.</summary>
/// <param name="Location">A link that gives the package to whoever has it.</param>
public sealed record FunctionCodeLocation(string? Location)
{
    /// <summary>Without the link.</summary>
    public override string ToString() => nameof(FunctionCodeLocation);
}

/// <summary>What the account has of Lambda in a region.</summary>
public sealed record AccountSettings
{
    /// <summary>The quotas.</summary>
    public required AccountLimit AccountLimit { get; init; }
}

/// <summary>The account's quotas in a region.</summary>
/// <param name="ConcurrentExecutions">The most invocations at a time.</param>
/// <param name="UnreservedConcurrentExecutions">What no function has reserved of them.</param>
public sealed record AccountLimit(int ConcurrentExecutions, int UnreservedConcurrentExecutions);

/// <summary>The share of the account's concurrency that is kept for a function.</summary>
public sealed record FunctionConcurrency(int? ReservedConcurrentExecutions);

/// <summary>The package to create or update a function with.</summary>
public sealed record FunctionCode
{
    /// <summary>A zip, up to 50 MB.</summary>
    public byte[]? ZipFile { get; init; }

    /// <summary>The bucket with the zip, in the function's region.</summary>
    public string? S3Bucket { get; init; }

    /// <summary>The zip's key.</summary>
    public string? S3Key { get; init; }

    /// <summary>The zip's version where the bucket keeps versions.</summary>
    public string? S3ObjectVersion { get; init; }
}

/// <summary>CreateFunction.</summary>
public sealed record CreateFunctionRequest
{
    /// <summary>The new function's name.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The execution role's ARN.</summary>
    public required string Role { get; init; }

    /// <summary>The package.</summary>
    public required FunctionCode Code { get; init; }

    /// <summary>The managed runtime.</summary>
    public string? Runtime { get; init; }

    /// <summary>What the runtime starts.</summary>
    public string? Handler { get; init; }

    /// <summary>One of x86_64 and arm64.</summary>
    public IReadOnlyList<string>? Architectures { get; init; }

    /// <summary>A remark.</summary>
    public string? Description { get; init; }

    /// <summary>Seconds an invocation may take.</summary>
    public int? Timeout { get; init; }

    /// <summary>Megabytes.</summary>
    public int? MemorySize { get; init; }

    /// <summary>The variables.</summary>
    public FunctionEnvironment? Environment { get; init; }

    /// <summary>The key to encrypt the environment with; empty: Lambda's own.</summary>
    public string? KMSKeyArn { get; init; }

    /// <summary>The network; empty lists: none.</summary>
    public VpcConfig? VpcConfig { get; init; }

    /// <summary>The ARNs of the layers' versions.</summary>
    public IReadOnlyList<string>? Layers { get; init; }

    /// <summary>The space under /tmp.</summary>
    public EphemeralStorage? EphemeralStorage { get; init; }

    /// <summary>X-Ray.</summary>
    public TracingConfig? TracingConfig { get; init; }

    /// <summary>How and where it logs.</summary>
    public LoggingConfig? LoggingConfig { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

/// <summary>UpdateFunctionCode.</summary>
public sealed record UpdateFunctionCodeRequest
{
    /// <summary>A zip, up to 50 MB.</summary>
    public byte[]? ZipFile { get; init; }

    /// <summary>The bucket with the zip, in the function's region.</summary>
    public string? S3Bucket { get; init; }

    /// <summary>The zip's key.</summary>
    public string? S3Key { get; init; }

    /// <summary>The zip's version where the bucket keeps versions.</summary>
    public string? S3ObjectVersion { get; init; }

    /// <summary>One of x86_64 and arm64: the architecture belongs to the code.</summary>
    public IReadOnlyList<string>? Architectures { get; init; }

    /// <summary>Update only this revision; another one is a conflict.</summary>
    public string? RevisionId { get; init; }
}

/// <summary>UpdateFunctionConfiguration: what is null stays.</summary>
public sealed record UpdateFunctionConfigurationRequest
{
    /// <summary>The execution role's ARN.</summary>
    public string? Role { get; init; }

    /// <summary>The managed runtime.</summary>
    public string? Runtime { get; init; }

    /// <summary>What the runtime starts.</summary>
    public string? Handler { get; init; }

    /// <summary>Seconds an invocation may take.</summary>
    public int? Timeout { get; init; }

    /// <summary>Megabytes.</summary>
    public int? MemorySize { get; init; }

    /// <summary>Replaces all variables.</summary>
    public FunctionEnvironment? Environment { get; init; }

    /// <summary>The key to encrypt the environment with; empty: Lambda's own.</summary>
    public string? KMSKeyArn { get; init; }

    /// <summary>The network; empty lists: none.</summary>
    public VpcConfig? VpcConfig { get; init; }

    /// <summary>The ARNs of the layers' versions.</summary>
    public IReadOnlyList<string>? Layers { get; init; }

    /// <summary>The space under /tmp.</summary>
    public EphemeralStorage? EphemeralStorage { get; init; }

    /// <summary>X-Ray.</summary>
    public TracingConfig? TracingConfig { get; init; }

    /// <summary>How and where it logs.</summary>
    public LoggingConfig? LoggingConfig { get; init; }

    /// <summary>Update only this revision; another one is a conflict.</summary>
    public string? RevisionId { get; init; }
}

/// <summary>PublishVersion: nothing is published where neither code nor settings changed since the newest version.</summary>
public sealed record PublishVersionRequest
{
    /// <summary>Publish only this code.</summary>
    public string? CodeSha256 { get; init; }

    /// <summary>The version's remark, 256 characters at most.</summary>
    public string? Description { get; init; }

    /// <summary>Publish only this revision; another one is a conflict.</summary>
    public string? RevisionId { get; init; }
}

/// <summary>A page of functions.</summary>
public sealed record FunctionList
{
    /// <summary>The functions.</summary>
    public IReadOnlyList<FunctionConfiguration> Functions { get => field ?? []; init; }

    /// <summary>There are more.</summary>
    public string? NextMarker { get; init; }
}

/// <summary>A page of versions.</summary>
public sealed record FunctionVersions
{
    /// <summary>The versions, <c>$LATEST</c> among them.</summary>
    public IReadOnlyList<FunctionConfiguration> Versions { get => field ?? []; init; }

    /// <summary>There are more.</summary>
    public string? NextMarker { get; init; }
}

/// <summary>How Lambda treats asynchronous invocations of one qualifier. It belongs to that qualifier alone.</summary>
public sealed record EventInvokeConfig
{
    /// <summary>How often a failed one is tried again, 0 to 2.</summary>
    public int? MaximumRetryAttempts { get; init; }

    /// <summary>Seconds after which one that could not start is dropped, 60 to 21600.</summary>
    public int? MaximumEventAgeInSeconds { get; init; }

    /// <summary>Where Lambda sends what came of it.</summary>
    public DestinationConfig? DestinationConfig { get; init; }
}

/// <summary>Where the outcomes of asynchronous invocations go.</summary>
public sealed record DestinationConfig(EventDestination? OnSuccess, EventDestination? OnFailure);

/// <summary>A queue, topic, bus, bucket or function.</summary>
public sealed record EventDestination(string? Destination);

/// <summary>What came of an invocation.</summary>
/// <param name="StatusCode">200 for synchronous ones, 202 for accepted asynchronous ones.</param>
/// <param name="FunctionError">Handled or Unhandled where the function failed.</param>
/// <param name="ExecutedVersion">The version that ran.</param>
/// <param name="LogTail">The last 4 KB of its log, where asked for.</param>
/// <param name="Payload">What the function returned.</param>
public sealed record InvokeResult(int StatusCode, string? FunctionError, string? ExecutedVersion, string? LogTail, byte[] Payload);
