using System.Collections;

namespace TemporalLambda.Sandbox.Supervision;

/// <summary>The variables by which the Temporal server finds the sandbox in place of AWS, and nothing of the user's own account.</summary>
internal static class TemporalVariables
{
    /// <summary>Null removes a variable that this process has.</summary>
    internal static IReadOnlyDictionary<string, string?> For(SandboxServices services)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key)
            .Where(name => name.StartsWith("AWS_", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        variables["AWS_ENDPOINT_URL"] = services.Endpoint.ToString().TrimEnd('/');
        variables["AWS_REGION"] = services.Options.Region;
        variables["AWS_ACCESS_KEY_ID"] = services.Options.TemporalAccessKeyId;
        variables["AWS_SECRET_ACCESS_KEY"] = services.Options.TemporalSecretAccessKey;
        variables["AWS_CONFIG_FILE"] = "/dev/null";
        variables["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
        variables["AWS_EC2_METADATA_DISABLED"] = "true";
        return variables;
    }
}
