namespace TemporalLambda.Aws.Lambda;

/// <summary>A name that points at a version, or at two of them.</summary>
public sealed record FunctionAlias
{
    /// <summary>The alias's name.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>The version that it points at.</summary>
    public string FunctionVersion { get => field ?? ""; init; }

    /// <summary>The share of invocations that goes to a second version.</summary>
    public AliasRouting? RoutingConfig { get; init; }

    /// <summary>Every version that it points at.</summary>
    internal IEnumerable<string> Versions => [FunctionVersion, .. RoutingConfig?.AdditionalVersionWeights?.Keys ?? []];
}

/// <summary>Shares of invocations, by version.</summary>
public sealed record AliasRouting(IReadOnlyDictionary<string, double>? AdditionalVersionWeights);

/// <summary>A page of aliases.</summary>
public sealed record FunctionAliases
{
    /// <summary>The aliases.</summary>
    public IReadOnlyList<FunctionAlias> Aliases { get => field ?? []; init; }

    /// <summary>There are more.</summary>
    public string? NextMarker { get; init; }
}
