using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Functions;

/// <summary>What a published version freezes: code and settings, comparable.</summary>
internal sealed record FunctionSettings(
    string Role,
    string Runtime,
    string Handler,
    string Architecture,
    int Timeout,
    int MemorySize,
    string CodeSha256,
    IReadOnlyDictionary<string, string> Variables)
{
    private static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    /// <summary>Those of a function or version that is there.</summary>
    public static FunctionSettings Of(FunctionConfiguration found) => new(
        found.Role,
        found.Runtime ?? "",
        found.Handler ?? "",
        found.Architectures[0],
        found.Timeout,
        found.MemorySize,
        found.CodeSha256,
        found.Environment?.Variables ?? NoVariables);

    /// <summary>Those that are wanted, with the variables of others kept.</summary>
    public static FunctionSettings Of(WantedFunction wanted, string roleArn, FunctionConfiguration? latest) => new(
        roleArn,
        wanted.Runtime,
        wanted.Handler,
        wanted.Architecture,
        wanted.Timeout,
        wanted.MemorySize,
        wanted.PackageSha256!,
        FunctionVariables.Merge(wanted, latest?.Environment?.Variables));

    /// <summary>Whether nothing differs.</summary>
    public bool SameAs(FunctionSettings other) =>
        this with { Variables = NoVariables } == other with { Variables = NoVariables }
        && Variables.Count == other.Variables.Count
        && Variables.All(v => other.Variables.TryGetValue(v.Key, out string? value) && value == v.Value);
}
