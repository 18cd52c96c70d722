using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Aws.Roles;

namespace TemporalLambda.Aws.Functions;

/// <summary>What of a wanted function is there.</summary>
internal sealed record FunctionState
{
    /// <summary>The function's ARN; where it is not there yet, the one it will have.</summary>
    public required FunctionArn Arn { get; init; }

    /// <summary>The function as it is now, or null.</summary>
    public FunctionConfiguration? Latest { get; init; }

    /// <summary>The published versions, oldest first.</summary>
    public IReadOnlyList<FunctionConfiguration> Versions { get; init; } = [];

    /// <summary>The asynchronous invocation settings of the version that is wanted, where it is there and has any.</summary>
    public EventInvokeConfig? EventInvoke { get; init; }

    /// <summary>What belongs to the function as a whole.</summary>
    public FunctionAttributes Attributes { get; init; } = FunctionAttributes.None;

    /// <summary>Whether the package lies in its bucket, where an earlier run left it.</summary>
    public bool IsStaged { get; init; }

    /// <summary>The function's own execution role; null where it runs as another.</summary>
    public ExecutionRoleState? OwnRole { get; init; }

    /// <summary>The role that the function is to run as.</summary>
    public required string RoleArn { get; init; }

    /// <summary>The parameter of the worker's API key, where one is wanted.</summary>
    public ParameterState? Parameter { get; init; }

    /// <summary>The parameter of the worker's certificate, where one is given.</summary>
    public ParameterState? CertificateParameter { get; init; }

    /// <summary>What the function needs of its role with these settings, its older versions included.</summary>
    public RoleNeeds Needs(WantedFunction wanted, FunctionSettings settings)
    {
        FunctionSettings[] all = [settings, .. Versions.Select(FunctionSettings.Of)];
        List<(string Parameter, string? KeyId)> keys = [];
        if (wanted.ParameterName is { } apiKey)
        {
            keys.Add((apiKey, wanted.ApiKey.KmsKeyId ?? Parameter?.KeyId));
        }

        if (wanted.CertificateOptions.ParameterName is { } certificate)
        {
            keys.Add((certificate, wanted.CertificateKmsKeyId ?? CertificateParameter?.KeyId));
        }

        return new RoleNeeds
        {
            Function = Arn,
            LogGroups = [.. all.Select(s => s.LogGroup).Distinct().Order(StringComparer.Ordinal)],
            Vpc = all.Any(s => s.UsesVpc) || (Latest is not null && FunctionSettings.Of(Latest).UsesVpc),
            Tracing = all.Any(s => s.IsTraced),
            Parameters =
            [
                .. all.SelectMany(s => new[] { FunctionVariables.ApiKeyParameter, FunctionVariables.TlsParameter }.Select(name => s.Variables.GetValueOrDefault(name)))
                    .OfType<string>().Distinct().Order(StringComparer.Ordinal),
            ],
            ParameterKeys = keys,
            EarlierPolicy = OwnRole?.OwnPolicy,
        };
    }

    /// <summary>The checksum of the newest version that holds the code of a fingerprint, or null.</summary>
    public string? CodeOf(string? fingerprint) =>
        Versions.LastOrDefault(version => VersionNote.Read(version.Description) is { } note && note.Fingerprint == fingerprint)?.CodeSha256;

    /// <summary>The newest version that is as wanted, or null.</summary>
    public FunctionConfiguration? Match(WantedFunction wanted)
    {
        FunctionSettings settings = FunctionSettings.Of(wanted, RoleArn, Latest);
        return Versions.LastOrDefault(version => FunctionSettings.Of(version).SameAs(settings));
    }
}
