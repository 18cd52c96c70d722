using System.Reflection;
using TemporalLambda.Runtime.Secrets;

namespace TemporalLambda.Runtime.Configuration;

/// <summary>What the process's environment says about the function and its worker. An empty variable counts as missing.</summary>
/// <param name="variables">The variables; null for the process's own.</param>
internal sealed class FunctionEnvironment(IReadOnlyDictionary<string, string>? variables = null)
{
    private const string TlsParameterName = "TEMPORAL_TLS_PARAMETER";

    // What only Temporal's loader understands.
    private static readonly string[] LoaderPrefixes =
        ["TEMPORAL_CONFIG_FILE", "TEMPORAL_PROFILE", "TEMPORAL_TLS", "TEMPORAL_CODEC", "TEMPORAL_GRPC_META"];

    /// <summary>The variables instead of the process's own, for Temporal's own configuration loader; null for the process's own.</summary>
    public IReadOnlyDictionary<string, string>? Overrides { get; } = variables;

    /// <summary>Host and port of the Runtime API; null outside Lambda.</summary>
    public string? RuntimeApi => this["AWS_LAMBDA_RUNTIME_API"];

    /// <summary>Whether this process is a Lambda function, hosted by whatever bootstrap.</summary>
    public bool IsLambda => RuntimeApi is not null || this["AWS_LAMBDA_FUNCTION_NAME"] is not null;

    public string? FunctionName => this["AWS_LAMBDA_FUNCTION_NAME"];

    public string? FunctionVersion => this["AWS_LAMBDA_FUNCTION_VERSION"];

    public string? LogLevel => this["AWS_LAMBDA_LOG_LEVEL"];

    public string? LogStream => this["AWS_LAMBDA_LOG_STREAM_NAME"];

    public string? DeploymentName => this["TEMPORAL_LAMBDA_DEPLOYMENT_NAME"];

    public string? BuildId => this["TEMPORAL_LAMBDA_BUILD_ID"];

    public string? TaskQueue => this["TEMPORAL_TASK_QUEUE"];

    /// <summary>The SSM parameter that holds the API key.</summary>
    public string? ApiKeyParameter => this["TEMPORAL_API_KEY_PARAMETER"];

    /// <summary>The SSM parameter that holds the client's certificate and key.</summary>
    public string? TlsParameter => this[TlsParameterName];

    /// <summary>The keys of the function's role; null where there are none.</summary>
    public FunctionCredentials? Credentials =>
        this["AWS_ACCESS_KEY_ID"] is { } id && this["AWS_SECRET_ACCESS_KEY"] is { } secret && (this["AWS_REGION"] ?? this["AWS_DEFAULT_REGION"]) is { } region
            ? new FunctionCredentials(id, secret, this["AWS_SESSION_TOKEN"], region)
            : null;

    /// <summary>Where Systems Manager is, if it is not where the region has it.</summary>
    public string? ParametersEndpoint => this["AWS_ENDPOINT_URL_SSM"] ?? this["AWS_ENDPOINT_URL"];

    /// <summary>Where Temporal is, as host:port.</summary>
    public string? Address => this["TEMPORAL_ADDRESS"];

    public string? Namespace => this["TEMPORAL_NAMESPACE"];

    public string? ApiKey => this["TEMPORAL_API_KEY"];

    /// <summary>Whether more than address, namespace and key is said of the connection: in a file, or by variables for TLS, codecs or metadata.</summary>
    public bool NeedsLoader =>
        Names.Any(name => name != TlsParameterName && Array.Exists(LoaderPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal) && this[name] is not null))
        || File.Exists(ConfigFile);

    public string? Profile => this["TEMPORAL_PROFILE"];

    /// <summary>Where temporal.toml is looked for: TEMPORAL_CONFIG_FILE, else the package's folder, else the current one.</summary>
    public string ConfigFile =>
        this["TEMPORAL_CONFIG_FILE"] ?? Path.Combine(this["LAMBDA_TASK_ROOT"] ?? ".", "temporal.toml");

    /// <summary>What a worker that nobody named is called: its program.</summary>
    public static string ProgramName => Assembly.GetEntryAssembly()?.GetName().Name ?? "worker";

    private IEnumerable<string> Names => Overrides?.Keys ?? Environment.GetEnvironmentVariables().Keys.Cast<string>();

    private string? this[string name]
    {
        get
        {
            var value = Overrides is null ? Environment.GetEnvironmentVariable(name) : Overrides.GetValueOrDefault(name);
            return string.IsNullOrEmpty(value) ? null : value;
        }
    }
}
