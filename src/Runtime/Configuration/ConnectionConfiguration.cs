using TemporalLambda.Runtime.Secrets;
using Temporalio.Client;
using Temporalio.Common.EnvConfig;

namespace TemporalLambda.Runtime.Configuration;

/// <summary>Where Temporal is: temporal.toml, then TEMPORAL_* variables, read by Temporal's own loader.</summary>
internal static class ConnectionConfiguration
{
    private const string LocalAddress = "localhost:7233";

    /// <exception cref="WorkerConfigurationException">The file is broken, or names certificates that are not there.</exception>
    public static TemporalClientConnectOptions Load(FunctionEnvironment environment)
    {
        var options = environment.NeedsLoader ? FromLoader(environment) : FromVariables(environment);

        // A compressor takes 260 kB of zeroed memory for each request, which are small ones: more than they cost to send.
        options.GrpcCompression = new GrpcCompression.None();
        return options;
    }

    // Temporal's loader hands over JSON that is read by reflection, which is a tenth of a cold start; it has nothing to decide here.
    private static TemporalClientConnectOptions FromVariables(FunctionEnvironment environment)
    {
        var options = new TemporalClientConnectOptions { TargetHost = environment.Address, ApiKey = environment.ApiKey };
        if (environment.Namespace is { } name)
        {
            options.Namespace = name;
        }

        return options;
    }

    private static TemporalClientConnectOptions FromLoader(FunctionEnvironment environment)
    {
        try
        {
            return ClientEnvConfig.LoadClientConnectOptions(new ClientEnvConfig.ProfileLoadOptions
            {
                ConfigSource = DataSource.FromPath(environment.ConfigFile),
                Profile = environment.Profile,
                OverrideEnvVars = environment.Overrides,
            });
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WorkerConfigurationException(
                $"The connection to Temporal cannot be read from '{environment.ConfigFile}' and TEMPORAL_* variables: {exception.Message}", exception);
        }
    }

    /// <summary>Gives a missing address its default, or refuses it in Lambda, where no server is local.</summary>
    public static void Complete(TemporalClientConnectOptions options, FunctionEnvironment environment)
    {
        if (string.IsNullOrWhiteSpace(options.TargetHost))
        {
            options.TargetHost = environment.IsLambda
                ? throw new WorkerConfigurationException(
                    $"No Temporal address: set TEMPORAL_ADDRESS, or 'address' in '{environment.ConfigFile}', as host:port.")
                : LocalAddress;
        }

        options.Identity ??= environment.IsLambda
            ? $"{environment.LogStream ?? Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)}@{environment.FunctionName}"
            : null;
    }

    /// <summary>The parameters that secrets are to be read from: those that are named, unless the secret itself is given.</summary>
    /// <exception cref="WorkerConfigurationException">One is named, and nothing to read it with.</exception>
    public static ConnectionSecrets Secrets(TemporalClientConnectOptions options, FunctionEnvironment environment, TimeProvider time) => new(
        options.ApiKey is null
            ? Secret("API key", "TEMPORAL_API_KEY_PARAMETER", environment.ApiKeyParameter, "TEMPORAL_API_KEY", environment, time)
            : null,
        options.Tls?.ClientCert is null
            ? Secret("client certificate", "TEMPORAL_TLS_PARAMETER", environment.TlsParameter, "TEMPORAL_TLS_CLIENT_CERT_PATH", environment, time)
            : null);

    private static SecretParameter? Secret(
        string what, string variable, string? name, string outsideLambda, FunctionEnvironment environment, TimeProvider time)
    {
        if (name is null)
        {
            return null;
        }

        var credentials = environment.Credentials ?? throw new WorkerConfigurationException(
            $"{variable} is set, and AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION to read it with are not: set {outsideLambda} outside Lambda.");
        var endpoint = environment.ParametersEndpoint ?? $"https://ssm.{credentials.Region}.{DnsSuffix(credentials.Region)}";
        return new SecretParameter(what, variable, name, new Uri(endpoint), credentials, time);
    }

    // botocore's endpoints.json.
    private static string DnsSuffix(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn"
        : region.StartsWith("us-iso-", StringComparison.Ordinal) ? "c2s.ic.gov"
        : region.StartsWith("us-isob-", StringComparison.Ordinal) ? "sc2s.sgov.gov"
        : "amazonaws.com";
}
