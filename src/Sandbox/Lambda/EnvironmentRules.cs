using System.Collections.Immutable;
using System.Text;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Lambda's rules for environment variables.</summary>
internal static class EnvironmentRules
{
    private const int Limit = 4096;
    private const string Unable = "Lambda was unable to configure your environment variables because the environment variables you have provided ";

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    };

    /// <summary>The variables, if Lambda would take them.</summary>
    /// <exception cref="AwsException">A reserved or ill-formed name, or more than 4 KB.</exception>
    public static ImmutableSortedDictionary<string, string> Check(IReadOnlyDictionary<string, string> variables)
    {
        var reserved = variables.Keys.Where(Reserved.Contains).Order(StringComparer.Ordinal).ToList();
        if (reserved.Count > 0)
        {
            throw LambdaErrors.InvalidParameter(Unable + "contains reserved keys that are currently not supported for modification. "
                + $"Reserved keys used in this request: {string.Join(", ", reserved)}");
        }
        if (variables.Keys.Any(name => !IsName(name)))
        {
            throw new AwsException(400, "ValidationException", "1 validation error detected: Value at 'environment.variables' failed to "
                + "satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]");
        }
        // The limit is on the JSON form, as the service measures it.
        int size = Encoding.UTF8.GetByteCount(JsonAnswer.Map(variables).ToJsonString());
        if (size > Limit)
        {
            throw LambdaErrors.InvalidParameter(Unable + $"exceeded the 4KB limit. String measured: {size} bytes.");
        }
        return variables.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static bool IsName(string name) =>
        name.Length >= 2 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
