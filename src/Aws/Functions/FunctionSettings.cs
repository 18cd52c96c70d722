using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Functions;

/// <summary>What a published version freezes: code and settings, comparable. What Lambda leaves out is here with Lambda's default.</summary>
internal sealed record FunctionSettings
{
    /// <summary>Lambda's default for what is under <c>/tmp</c>, in MB.</summary>
    public const int DefaultStorage = 512;

    /// <summary>Lambda's default: traces are passed on where a caller began one.</summary>
    public const string DefaultTracing = "PassThrough";

    /// <summary>Lambda's default format of log lines.</summary>
    public const string DefaultLogFormat = "Text";

    /// <summary>The format that knows levels.</summary>
    public const string JsonLogFormat = "JSON";

    private const string DefaultLogLevel = "INFO";

    private static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    public required string Role { get; init; }

    public required string Runtime { get; init; }

    public required string Handler { get; init; }

    public required string Architecture { get; init; }

    public required int Timeout { get; init; }

    public required int MemorySize { get; init; }

    public required string CodeSha256 { get; init; }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public int EphemeralStorage { get; init; } = DefaultStorage;

    /// <summary>Empty: Lambda's own key.</summary>
    public string KmsKeyArn { get; init; } = "";

    public IReadOnlyList<string> SubnetIds { get; init; } = [];

    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];

    public bool? Ipv6AllowedForDualStack { get; init; }

    public IReadOnlyList<string> Layers { get; init; } = [];

    public string TracingMode { get; init; } = DefaultTracing;

    public string LogFormat { get; init; } = DefaultLogFormat;

    /// <summary>Empty where the format has no levels.</summary>
    public string ApplicationLogLevel { get; init; } = "";

    /// <summary>Empty where the format has no levels.</summary>
    public string SystemLogLevel { get; init; } = "";

    public required string LogGroup { get; init; }

    /// <summary>Whether it is attached to a network.</summary>
    public bool UsesVpc => SubnetIds.Count > 0;

    /// <summary>Whether it sends traces itself.</summary>
    public bool IsTraced => TracingMode != DefaultTracing;

    /// <summary>The log group that Lambda writes to where none is said.</summary>
    public static string DefaultLogGroup(string functionName) => "/aws/lambda/" + functionName;

    /// <summary>Those of a function or version that is there.</summary>
    public static FunctionSettings Of(FunctionConfiguration found)
    {
        string format = found.LoggingConfig?.LogFormat ?? DefaultLogFormat;
        return new FunctionSettings
        {
            Role = found.Role,
            Runtime = found.Runtime ?? "",
            Handler = found.Handler ?? "",
            Architecture = found.Architectures[0],
            Timeout = found.Timeout,
            MemorySize = found.MemorySize,
            CodeSha256 = found.CodeSha256,
            Variables = found.Environment?.Variables ?? NoVariables,
            EphemeralStorage = found.EphemeralStorage?.Size ?? DefaultStorage,
            KmsKeyArn = found.KMSKeyArn ?? "",
            SubnetIds = found.VpcConfig?.SubnetIds ?? [],
            SecurityGroupIds = found.VpcConfig?.SecurityGroupIds ?? [],
            Ipv6AllowedForDualStack = found.VpcConfig?.Ipv6AllowedForDualStack,
            Layers = [.. found.Layers.Select(layer => layer.Arn)],
            TracingMode = found.TracingConfig?.Mode ?? DefaultTracing,
            LogFormat = format,
            ApplicationLogLevel = Level(found.LoggingConfig?.ApplicationLogLevel, format),
            SystemLogLevel = Level(found.LoggingConfig?.SystemLogLevel, format),
            LogGroup = found.LoggingConfig?.LogGroup ?? DefaultLogGroup(found.FunctionName),
        };
    }

    /// <summary>Those that are wanted; what was not given, and the variables of others, as they are.</summary>
    public static FunctionSettings Of(WantedFunction wanted, string roleArn, FunctionConfiguration? latest)
    {
        FunctionSettings? found = latest is null ? null : Of(latest);
        FunctionOptions given = wanted.Options;
        string format = given.LogFormat ?? found?.LogFormat ?? DefaultLogFormat;
        return new FunctionSettings
        {
            Role = roleArn,
            Runtime = wanted.Runtime,
            Handler = wanted.Handler,
            Architecture = wanted.Architecture,
            Timeout = wanted.Timeout,
            MemorySize = wanted.MemorySize,
            CodeSha256 = wanted.PackageSha256!,
            Variables = FunctionVariables.Merge(wanted, latest?.Environment?.Variables),
            EphemeralStorage = given.EphemeralStorage ?? found?.EphemeralStorage ?? DefaultStorage,
            KmsKeyArn = given.KmsKeyArn ?? found?.KmsKeyArn ?? "",
            SubnetIds = given.SubnetIds ?? found?.SubnetIds ?? [],
            SecurityGroupIds = given.SecurityGroupIds ?? found?.SecurityGroupIds ?? [],
            Ipv6AllowedForDualStack = found?.Ipv6AllowedForDualStack,
            Layers = given.Layers ?? found?.Layers ?? [],
            TracingMode = given.TracingMode ?? found?.TracingMode ?? DefaultTracing,
            LogFormat = format,
            ApplicationLogLevel = Level(given.ApplicationLogLevel ?? found?.ApplicationLogLevel, format),
            SystemLogLevel = Level(given.SystemLogLevel ?? found?.SystemLogLevel, format),
            LogGroup = given.LogGroup ?? found?.LogGroup ?? DefaultLogGroup(wanted.FunctionName),
        };
    }

    /// <summary>Whether nothing differs.</summary>
    public bool SameAs(FunctionSettings other) =>
        CodeSha256 == other.CodeSha256
        && Architecture == other.Architecture
        && SettingsDifference.IsNone(this, other)
        && SameVariables(other);

    /// <summary>Whether the variables are the same.</summary>
    public bool SameVariables(FunctionSettings other) =>
        Variables.Count == other.Variables.Count
        && Variables.All(v => other.Variables.TryGetValue(v.Key, out string? value) && value == v.Value);

    // A level belongs to the JSON format alone, and Lambda's default there may be told or left out.
    private static string Level(string? level, string format) =>
        format != JsonLogFormat ? "" : string.IsNullOrEmpty(level) ? DefaultLogLevel : level;
}
