using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Functions;

/// <summary>The requests that bring a function to its settings.</summary>
internal static class SettingsRequest
{
    /// <summary>The request that holds only what differs.</summary>
    public static UpdateFunctionConfigurationRequest Update(FunctionSettings found, FunctionSettings wanted) => new()
    {
        Role = found.Role == wanted.Role ? null : wanted.Role,
        Runtime = found.Runtime == wanted.Runtime ? null : wanted.Runtime,
        Handler = found.Handler == wanted.Handler ? null : wanted.Handler,
        Timeout = found.Timeout == wanted.Timeout ? null : wanted.Timeout,
        MemorySize = found.MemorySize == wanted.MemorySize ? null : wanted.MemorySize,
        Environment = found.SameVariables(wanted) ? null : new FunctionEnvironment(wanted.Variables),
        EphemeralStorage = found.EphemeralStorage == wanted.EphemeralStorage ? null : new EphemeralStorage(wanted.EphemeralStorage),
        KMSKeyArn = found.KmsKeyArn == wanted.KmsKeyArn ? null : wanted.KmsKeyArn,
        VpcConfig = SameNetwork(found, wanted) ? null : Network(wanted),
        Layers = found.Layers.SequenceEqual(wanted.Layers) ? null : wanted.Layers,
        TracingConfig = found.TracingMode == wanted.TracingMode ? null : new TracingConfig(wanted.TracingMode),
        LoggingConfig = Logging(found) == Logging(wanted) ? null : Logging(wanted),
    };

    /// <summary>The request for a new function, without its code and tags; what is as Lambda makes it is left out.</summary>
    public static CreateFunctionRequest Create(string functionName, FunctionSettings wanted, FunctionCode code) => new()
    {
        FunctionName = functionName,
        Code = code,
        Role = wanted.Role,
        Runtime = wanted.Runtime,
        Handler = wanted.Handler,
        Architectures = [wanted.Architecture],
        Timeout = wanted.Timeout,
        MemorySize = wanted.MemorySize,
        Environment = new FunctionEnvironment(wanted.Variables),
        EphemeralStorage = wanted.EphemeralStorage == FunctionSettings.DefaultStorage ? null : new EphemeralStorage(wanted.EphemeralStorage),
        KMSKeyArn = wanted.KmsKeyArn.Length == 0 ? null : wanted.KmsKeyArn,
        VpcConfig = wanted.UsesVpc ? Network(wanted) : null,
        Layers = wanted.Layers.Count == 0 ? null : wanted.Layers,
        TracingConfig = wanted.IsTraced ? new TracingConfig(wanted.TracingMode) : null,
        LoggingConfig = wanted.LogFormat == FunctionSettings.DefaultLogFormat && wanted.LogGroup == FunctionSettings.DefaultLogGroup(functionName)
            ? null
            : Logging(wanted),
    };

    private static bool SameNetwork(FunctionSettings first, FunctionSettings second) =>
        first.SubnetIds.ToHashSet().SetEquals(second.SubnetIds) && first.SecurityGroupIds.ToHashSet().SetEquals(second.SecurityGroupIds);

    private static VpcConfig Network(FunctionSettings wanted) => new()
    {
        SubnetIds = wanted.SubnetIds,
        SecurityGroupIds = wanted.SecurityGroupIds,
        Ipv6AllowedForDualStack = wanted.UsesVpc ? wanted.Ipv6AllowedForDualStack : null,
    };

    // Always whole: a part that is left out would fall back to its default.
    private static LoggingConfig Logging(FunctionSettings wanted) => new()
    {
        LogFormat = wanted.LogFormat,
        ApplicationLogLevel = wanted.ApplicationLogLevel.Length == 0 ? null : wanted.ApplicationLogLevel,
        SystemLogLevel = wanted.SystemLogLevel.Length == 0 ? null : wanted.SystemLogLevel,
        LogGroup = wanted.LogGroup,
    };
}
