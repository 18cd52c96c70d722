using System.Globalization;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>The environment variables of a function's process: Lambda's, the function's own, and nothing of this machine's.</summary>
internal static class FunctionVariables
{
    /// <param name="version">The function, with its own variables.</param>
    /// <param name="keys">Of the execution role.</param>
    /// <param name="place">What differs from environment to environment.</param>
    internal static IReadOnlyDictionary<string, string> For(FunctionVersion version, SessionCredentials keys, FunctionPlace place)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/local/bin:/usr/bin/:/bin:/opt/bin",
            ["LD_LIBRARY_PATH"] =
                $"/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:{version.CodeFolder}:{version.CodeFolder}/lib:/opt/lib",
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR",
            ["AWS_XRAY_DAEMON_ADDRESS"] = "169.254.79.129:2000",

            // Not Lambda's: what the function calls of AWS has to reach the sandbox. A variable of the function's own wins.
            ["AWS_ENDPOINT_URL"] = place.AwsEndpoint,
        };
        if (IsOnThisMachine(version.Environment.GetValueOrDefault("TEMPORAL_ADDRESS")))
        {
            // The server beside the sandbox has no TLS, which an API key would turn on.
            variables["TEMPORAL_TLS"] = "false";
        }

        foreach (var (name, value) in version.Environment)
        {
            variables[name] = value;
        }

        // Reserved: these can not be the function's own.
        variables["_HANDLER"] = version.Handler;
        variables["AWS_ACCESS_KEY_ID"] = keys.AccessKeyId;
        variables["AWS_SECRET_ACCESS_KEY"] = keys.SecretAccessKey;
        variables["AWS_SESSION_TOKEN"] = keys.SessionToken;
        variables["AWS_REGION"] = place.Region;
        variables["AWS_DEFAULT_REGION"] = place.Region;
        variables["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{version.Runtime}";
        variables["AWS_LAMBDA_FUNCTION_NAME"] = version.FunctionName;
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = version.Version;
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = version.MemoryMb.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = version.LogGroup;
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = place.LogStream;
        variables["AWS_LAMBDA_RUNTIME_API"] = place.RuntimeApi;
        variables["LAMBDA_TASK_ROOT"] = version.CodeFolder;
        variables["LAMBDA_RUNTIME_DIR"] = "/var/runtime";
        variables["TMPDIR"] = place.TemporaryFolder;
        if (version.Runtime.StartsWith("provided", StringComparison.Ordinal))
        {
            // The custom runtimes of Lambda do not have it.
            variables.Remove("AWS_EXECUTION_ENV");
        }

        return variables;
    }

    private static bool IsOnThisMachine(string? address) =>
        !string.IsNullOrEmpty(address) && Uri.TryCreate("tcp://" + address, UriKind.Absolute, out var uri) && uri.IsLoopback;
}

/// <summary>Where an execution environment finds its surroundings.</summary>
/// <param name="RuntimeApi">Host and port of its Runtime API.</param>
/// <param name="AwsEndpoint">The address of the sandbox's AWS services.</param>
/// <param name="Region">The sandbox's region.</param>
/// <param name="LogStream">The log stream that is its own.</param>
/// <param name="TemporaryFolder">What /tmp is in Lambda.</param>
internal sealed record FunctionPlace(string RuntimeApi, string AwsEndpoint, string Region, string LogStream, string TemporaryFolder);
