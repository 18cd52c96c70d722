using System.Text;
using System.Text.RegularExpressions;
using TemporalLambda.Aws.Parameters;

namespace TemporalLambda.Aws.Functions;

/// <summary>
/// The environment of a worker's function: its own variables are the module's, from which the worker learns who it is; what others set
/// stays.
/// </summary>
public static partial class FunctionVariables
{
    /// <summary>The Worker Deployment's name.</summary>
    public const string DeploymentName = "TEMPORAL_LAMBDA_DEPLOYMENT_NAME";

    /// <summary>The build id.</summary>
    public const string BuildId = "TEMPORAL_LAMBDA_BUILD_ID";

    /// <summary>The task queue.</summary>
    public const string TaskQueue = "TEMPORAL_TASK_QUEUE";

    /// <summary>The server's address.</summary>
    public const string Address = "TEMPORAL_ADDRESS";

    /// <summary>The namespace.</summary>
    public const string Namespace = "TEMPORAL_NAMESPACE";

    /// <summary>The API key itself.</summary>
    public const string ApiKey = "TEMPORAL_API_KEY";

    /// <summary>The parameter with the API key.</summary>
    public const string ApiKeyParameter = "TEMPORAL_API_KEY_PARAMETER";

    /// <summary>The parameter with the certificate and its key.</summary>
    public const string TlsParameter = "TEMPORAL_TLS_PARAMETER";

    private const int LargestBytes = 4096;

    /// <summary>The variables that the module alone sets and removes.</summary>
    public static IReadOnlyList<string> Own { get; } = [DeploymentName, BuildId, TaskQueue, Address, Namespace];

    /// <summary>The variables of API key and certificate; they stay where none is given.</summary>
    public static IReadOnlyList<string> OfSecrets { get; } = [ApiKey, ApiKeyParameter, TlsParameter];

    /// <summary>What the environment is to be, made of what is wanted and what is there.</summary>
    internal static SortedDictionary<string, string> Merge(WantedFunction wanted, IReadOnlyDictionary<string, string>? found)
    {
        SortedDictionary<string, string> merged = new(StringComparer.Ordinal);
        foreach ((string name, string value) in (found ?? new Dictionary<string, string>()).Where(v => !Own.Contains(v.Key)))
        {
            merged[name] = value;
        }

        (string Name, string? Value)[] own =
        [
            (DeploymentName, wanted.DeploymentName),
            (BuildId, wanted.BuildId),
            (TaskQueue, wanted.TaskQueue),
            (Address, wanted.Address),
            (Namespace, wanted.Namespace),
            .. OfKey(wanted),
            .. OfCertificate(wanted),
        ];
        foreach ((string name, string? value) in own.Concat(wanted.Environment.Select(v => (v.Key, v.Value))))
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = value;
            }
        }

        return merged;
    }

    /// <summary>Checks what was given before anything is read.</summary>
    /// <exception cref="StageException">Lambda would not take a name, or the module sets it.</exception>
    internal static void Check(WantedFunction wanted)
    {
        HashSet<string> secrets = [.. OfKey(wanted).Concat(OfCertificate(wanted)).Select(variable => variable.Name)];
        foreach (string name in wanted.Environment.Keys)
        {
            if (secrets.Contains(name))
            {
                throw AwsErrors.ApiKeyTwice(name);
            }

            if (name is DeploymentName or BuildId or TaskQueue)
            {
                throw AwsErrors.VariableIsOwn(name);
            }

            if (!NameForm().IsMatch(name))
            {
                throw AwsErrors.VariableNotValid(name);
            }
        }
    }

    /// <summary>Checks the limit that Lambda has for all variables together.</summary>
    internal static void CheckSize(string functionName, IReadOnlyDictionary<string, string> variables)
    {
        int bytes = variables.Sum(v => Encoding.UTF8.GetByteCount(v.Key) + Encoding.UTF8.GetByteCount(v.Value));
        if (bytes > LargestBytes)
        {
            throw AwsErrors.EnvironmentTooLarge(functionName, bytes, LargestBytes);
        }
    }

    // One place at a time: the key that moves to a parameter leaves the environment.
    private static (string Name, string? Value)[] OfKey(WantedFunction wanted) => wanted switch
    {
        { ParameterName: { } parameter } => [(ApiKey, null), (ApiKeyParameter, parameter)],
        { ApiKey.Key: { } key } => [(ApiKey, ParameterStore.Reveal(key)), (ApiKeyParameter, null)],
        _ => [],
    };

    private static (string Name, string? Value)[] OfCertificate(WantedFunction wanted) =>
        wanted.CertificateOptions.ParameterName is { } parameter ? [(TlsParameter, parameter)] : [];

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9_]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
