namespace TemporalLambda.Aws.Parameters;

/// <summary>The parameter of a worker's API key or certificate, as it is there. Its value is only compared and never kept.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="HoldsKey">Whether it holds the wanted key.</param>
/// <param name="KeyId">The KMS key that it is encrypted with, as it was named; null: the account's own for parameters, or not known.</param>
internal sealed record ParameterState(string Name, bool Exists, bool HoldsKey, string? KeyId)
{
    /// <summary>The newest version's number; 0 where it is not there.</summary>
    public long Version { get; init; }
}

/// <summary>What it takes until the parameter holds the wanted key.</summary>
/// <param name="Name">The parameter's name; null: nothing to do.</param>
/// <param name="Create">Whether it is created; else it gets another version.</param>
/// <param name="KeyId">The KMS key to encrypt it with, or null.</param>
/// <param name="Changes">The same in words.</param>
internal sealed record ApiKeyPlan(string? Name, bool Create, string? KeyId, IReadOnlyList<Change> Changes)
{
    /// <summary>The version that was there: a newer one is this plan's.</summary>
    public long Version { get; private init; }

    /// <summary>Nothing to do.</summary>
    public static readonly ApiKeyPlan Nothing = new(null, false, null, []);

    /// <summary>The plan.</summary>
    /// <param name="wanted">The secret.</param>
    /// <param name="found">Its parameter.</param>
    /// <param name="what">What it is in the words.</param>
    /// <exception cref="StageException">A parameter that is to hold the key already is not there.</exception>
    public static ApiKeyPlan From(ApiKeyOptions wanted, ParameterState? found, string what = "API key")
    {
        if (found is null || !wanted.WantsParameter)
        {
            return Nothing;
        }

        if (wanted.Key is null)
        {
            return found.Exists ? Nothing : throw AwsErrors.ParameterNotFound(found.Name);
        }

        string? keyId = wanted.KmsKeyId ?? found.KeyId;
        bool otherKey = keyId != found.KeyId;
        if (found is { Exists: true, HoldsKey: true } && !otherKey)
        {
            return Nothing;
        }

        string encrypted = keyId is null ? "" : $", encrypted with {keyId}";
        string sentence = !found.Exists
            ? $"Store the worker's {what} in the parameter '{found.Name}'{encrypted}."
            : found.HoldsKey
                ? $"Encrypt the parameter '{found.Name}' with {keyId}."
                : $"Store the worker's {what} as another version of the parameter '{found.Name}'{(otherKey ? encrypted : "")}.";
        return new ApiKeyPlan(found.Name, !found.Exists, keyId, [new Change("PutParameter", found.Name, sentence)]) { Version = found.Version };
    }
}
