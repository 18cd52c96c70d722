using System.Collections.Immutable;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Reads settings from a request onto those that a function has, with the service's checks.</summary>
internal static class SettingsReader
{
    /// <summary>The settings of a new function.</summary>
    public static FunctionSettings New(JsonInput body, StoredPackage package)
    {
        if (body.String("PackageType") is { } type and not "Zip")
        {
            throw LambdaErrors.InvalidParameter($"This sandbox runs packages of type Zip only, not {type}.");
        }
        if (body.String("Runtime") is null || body.String("Handler") is null)
        {
            throw LambdaErrors.InvalidParameter("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }
        string role = body.String("Role") ?? throw LambdaErrors.Violation("role", "null", "Member must not be null");
        var blank = new FunctionSettings { Runtime = "", Handler = "", RoleArn = role, Package = package };
        return Update(blank, body) with { Architecture = Architecture(body) ?? blank.Architecture };
    }

    /// <summary>The settings with what the request changes; what it does not name stays.</summary>
    public static FunctionSettings Update(FunctionSettings old, JsonInput body)
    {
        RefuseWhatIsNotPlayed(body);
        var vpc = body.Object("VpcConfig");
        return WithLogging(old, body.Object("LoggingConfig")) with
        {
            Runtime = body.String("Runtime") is { } runtime ? RuntimeNames.Check(runtime) : old.Runtime,
            Handler = Text(body, "Handler", 128) is { } handler ? CheckHandler(handler) : old.Handler,
            RoleArn = body.String("Role") ?? old.RoleArn,
            Description = Text(body, "Description", 256) ?? old.Description,
            Timeout = Within(body.Int("Timeout"), "timeout", 1, 900) ?? old.Timeout,
            MemorySize = Within(body.Int("MemorySize"), "memorySize", 128, 10240) ?? old.MemorySize,
            EphemeralStorage = Within(body.Object("EphemeralStorage")?.Int("Size"), "ephemeralStorage.size", 512, 10240) ?? old.EphemeralStorage,
            Environment = body.Object("Environment") is { } environment
                ? EnvironmentRules.Check(environment.Map("Variables") ?? ImmutableDictionary<string, string>.Empty) : old.Environment,
            TracingMode = OneOf(body.Object("TracingConfig")?.String("Mode"), "tracingConfig.mode", "Active", "PassThrough") ?? old.TracingMode,
            KmsKeyArn = body.Has("KMSKeyArn") ? KeyArn(body.String("KMSKeyArn")!) : old.KmsKeyArn,
            DeadLetterTarget = body.Object("DeadLetterConfig") is { } letters
                ? letters.String("TargetArn") is { Length: > 0 } target ? target : null : old.DeadLetterTarget,
            SubnetIds = vpc is null ? old.SubnetIds : [.. vpc.Strings("SubnetIds") ?? []],
            SecurityGroupIds = vpc is null ? old.SecurityGroupIds : [.. vpc.Strings("SecurityGroupIds") ?? []],
        };
    }

    /// <summary>The one architecture of the request, or null.</summary>
    public static string? Architecture(JsonInput body) => body.Strings("Architectures") switch
    {
        null or [] => null,
        [var one] => OneOf(one, "architectures", "x86_64", "arm64"),
        var many => throw LambdaErrors.Violation("architectures", $"[{string.Join(", ", many)}]", "Member must have length less than or equal to 1"),
    };

    private static FunctionSettings WithLogging(FunctionSettings old, JsonInput? logging)
    {
        if (logging is null)
        {
            return old;
        }
        string format = OneOf(logging.String("LogFormat"), "loggingConfig.logFormat", "JSON", "Text") ?? old.LogFormat;
        if (format == "Text" && (logging.Has("ApplicationLogLevel") || logging.Has("SystemLogLevel")))
        {
            throw LambdaErrors.InvalidParameter("You must set the log format to JSON before you can configure log levels.");
        }
        string[] applicationLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], systemLevels = ["DEBUG", "INFO", "WARN"];
        return old with
        {
            LogFormat = format,
            ApplicationLogLevel = OneOf(logging.String("ApplicationLogLevel"), "loggingConfig.applicationLogLevel", applicationLevels)
                ?? old.ApplicationLogLevel,
            SystemLogLevel = OneOf(logging.String("SystemLogLevel"), "loggingConfig.systemLogLevel", systemLevels) ?? old.SystemLogLevel,
            LogGroup = Text(logging, "LogGroup", 512) ?? old.LogGroup,
        };
    }

    private static void RefuseWhatIsNotPlayed(JsonInput body)
    {
        if (body.Strings("Layers") is { Count: > 0 } layers)
        {
            throw LambdaErrors.InvalidParameter($"Layer version {layers[0]} does not exist: this sandbox has no layers.");
        }
        if (body.Objects("FileSystemConfigs") is { Count: > 0 })
        {
            throw LambdaErrors.InvalidParameter("This sandbox has no file systems (FileSystemConfigs).");
        }
        if (body.Object("SnapStart")?.String("ApplyOn") is { } apply and not "None")
        {
            throw LambdaErrors.InvalidParameter($"This sandbox has no SnapStart (ApplyOn {apply}).");
        }
    }

    private static string CheckHandler(string handler) => handler.Length > 0 && !handler.Any(char.IsWhiteSpace) ? handler
        : throw LambdaErrors.Violation("handler", handler, "Member must satisfy regular expression pattern: [^\\s]+");

    private static string? KeyArn(string arn) => arn.Length == 0 ? null
        : arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Contains(":kms:", StringComparison.Ordinal) ? arn
        : throw LambdaErrors.Violation("kMSKeyArn", arn, "Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()");

    private static string? Text(JsonInput body, string name, int longest)
    {
        string? text = body.String(name);
        return text is null || text.Length <= longest ? text
            : throw LambdaErrors.Violation(char.ToLowerInvariant(name[0]) + name[1..], text, $"Member must have length less than or equal to {longest}");
    }

    private static int? Within(int? value, string member, int least, int most) =>
        value < least ? throw LambdaErrors.Violation(member, $"{value}", $"Member must have value greater than or equal to {least}")
        : value > most ? throw LambdaErrors.Violation(member, $"{value}", $"Member must have value less than or equal to {most}")
        : value;

    private static string? OneOf(string? value, string member, params string[] allowed) =>
        value is null || allowed.Contains(value) ? value
            : throw LambdaErrors.Violation(member, value, $"Member must satisfy enum value set: [{string.Join(", ", allowed)}]");
}
