using Microsoft.CodeAnalysis;

namespace TemporalLambda.Analyzers;

/// <summary>What is reported of a worker that is compiled to native code.</summary>
internal static class Rules
{
    /// <summary>The property of a <see cref="UnlistedType"/> diagnostic that has the type's full name.</summary>
    public const string TypeProperty = "Type";

    private const string Category = "NativeAot";

    public static readonly DiagnosticDescriptor UnlistedType = new(
        "TLR001",
        "A value's type is in no JsonSerializerContext",
        "'{0}' goes through JSON as {1}, and no JsonSerializerContext lists it: add [JsonSerializable(typeof({0}))]",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Native code has no reflection to read and write a type with, so a task with such a value fails when it runs.");

    public static readonly DiagnosticDescriptor NoContext = new(
        "TLR002",
        "A worker is given no JsonSerializerContext",
        "This worker is compiled to native code and given no JsonSerializerContext: call JsonContext(...) on its builder",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Without one, Temporal's payload converter reads and writes JSON by reflection, which native code has for few types.",
        customTags: WellKnownDiagnosticTags.CompilationEnd);
}
