using Amazon.SimpleSystemsManagement.Model;

namespace TemporalLambda.Aws.Parameters;

/// <summary>A parameter that a worker reads its API key from, without its value.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="KeyId">The KMS key that it is encrypted with; null for the account's own, which needs no right.</param>
public sealed record SecretParameter(string Arn, bool Exists, string? KeyId)
{
    private const string Kind = "parameter/";

    // No key has it: it stands for whichever one an alias names.
    private const string AnyKey = "key/00000000-0000-0000-0000-000000000000";

    /// <summary>The alias in <see cref="KeyId"/>, as conditions of policies name it; null where that is a key itself.</summary>
    public string? KeyAlias => KeyId?[(KeyId.LastIndexOf(':') + 1)..] is { } name && name.StartsWith("alias/", StringComparison.Ordinal) ? name : null;

    /// <summary>The ARN of the KMS key; of an alias, which does not tell it, that of a key that nobody has.</summary>
    /// <param name="function">The function, of whose account and region a bare id is.</param>
    public string KeyArn(FunctionArn function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return KeyAlias is null && KeyId?.StartsWith("arn:", StringComparison.Ordinal) == true
            ? KeyId
            : (function.Parts with { Service = "kms", Resource = KeyAlias is null ? "key/" + KeyId : AnyKey }).ToString();
    }

    /// <summary>The ARN of a parameter that is given by name or ARN.</summary>
    /// <param name="nameOrArn">As the function has it in its environment.</param>
    /// <param name="function">The function, of whose account and region a name is.</param>
    public static string ArnOf(string nameOrArn, FunctionArn function)
    {
        ArgumentNullException.ThrowIfNull(nameOrArn);
        ArgumentNullException.ThrowIfNull(function);
        return nameOrArn.StartsWith("arn:", StringComparison.Ordinal)
            ? nameOrArn
            : (function.Parts with { Service = "ssm", Resource = Kind + nameOrArn.TrimStart('/') }).ToString();
    }

    /// <summary>Looks for it: one call, ssm:DescribeParameters, which shows no value.</summary>
    /// <exception cref="StageException">Systems Manager refused, or is not there.</exception>
    public static async Task<SecretParameter> ReadAsync(AwsSession session, string arn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        string path = AwsArn.TryParse(arn, out AwsArn? parts) ? parts.Resource[Kind.Length..] : arn;
        string name = path.Contains('/', StringComparison.Ordinal) ? "/" + path : path;
        DescribeParametersResponse described = await session.Parameters.DescribeParametersAsync(
            new DescribeParametersRequest { ParameterFilters = [new ParameterStringFilter { Key = "Name", Option = "Equals", Values = [name] }] },
            cancellationToken);
        ParameterMetadata? found = described.Parameters?.FirstOrDefault();
        return new(arn, found is not null, string.IsNullOrEmpty(found?.KeyId) || found.KeyId == ParameterStore.AccountsOwnKey ? null : found.KeyId);
    }
}
