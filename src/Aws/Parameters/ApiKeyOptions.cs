using System.Security;
using System.Text.RegularExpressions;

namespace TemporalLambda.Aws.Parameters;

/// <summary>Where a worker's API key is kept.</summary>
public enum ApiKeyStorage
{
    /// <summary>In a SecureString parameter of Systems Manager, which the worker reads when it starts.</summary>
    Parameter,

    /// <summary>In the function's environment, for workers that can not read a parameter. Whoever may see the function's settings sees it.</summary>
    Environment,
}

/// <summary>The API key that a worker connects with. What is null was not given and is not touched.</summary>
public sealed partial record ApiKeyOptions
{
    /// <summary>The parameter that keeps the key of a function, where none is named.</summary>
    public static string DefaultParameterName(string functionName) => $"/temporal-lambda/{functionName}/api-key";

    /// <summary>The key. Null with a <see cref="ParameterName"/>: the parameter holds it already.</summary>
    public SecureString? Key { get; init; }

    /// <summary>Where it is kept.</summary>
    public ApiKeyStorage Storage { get; init; }

    /// <summary>The parameter's name. Default: <see cref="DefaultParameterName"/>.</summary>
    public string? ParameterName { get; init; }

    /// <summary>The KMS key of the parameter: id, alias or ARN. Default: the one it has, else the account's own for parameters.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Whether a parameter is wanted.</summary>
    internal bool WantsParameter => Storage == ApiKeyStorage.Parameter && (Key is not null || ParameterName is not null);

    /// <summary>Checks what was given before anything is read.</summary>
    /// <exception cref="StageException">Something does not fit, or Systems Manager would not take it.</exception>
    internal void Check()
    {
        if (Key is { Length: 0 })
        {
            throw AwsErrors.ApiKeyEmpty();
        }

        if (Key is null && (KmsKeyId is not null || Storage == ApiKeyStorage.Environment))
        {
            throw AwsErrors.ApiKeyMissing(KmsKeyId is not null ? "KmsKeyId" : "ApiKeyStorage");
        }

        if (Storage == ApiKeyStorage.Environment && (ParameterName ?? KmsKeyId) is not null)
        {
            throw AwsErrors.SettingNotValid(
                "ApiKeyStorage", nameof(ApiKeyStorage.Environment), "Parameter where -ParameterName or -KmsKeyId is given");
        }

        if (ParameterName is not null && (ParameterName.Length > 1011 || !NameForm().IsMatch(ParameterName)))
        {
            throw AwsErrors.SettingNotValid(
                "ParameterName", ParameterName, "names such as /team/worker/api-key, of letters, digits and _.-, that do not begin with aws or ssm");
        }

        if (KmsKeyId is not null && !KeyForm().IsMatch(KmsKeyId))
        {
            throw AwsErrors.SettingNotValid("KmsKeyId", KmsKeyId, "a KMS key's id or ARN, or its alias as alias/name");
        }
    }

    // A name with levels has to begin with a slash.
    [GeneratedRegex(@"^(?!/?(aws|ssm))(?:[a-zA-Z0-9_.\-]+|(?:/[a-zA-Z0-9_.\-]+){1,15})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^(arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/.+|alias/[a-zA-Z0-9/_-]+|[a-zA-Z0-9-]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyForm();
}
