using Microsoft.CodeAnalysis;

namespace TemporalLambda.Analyzers;

/// <summary>Names of types under which two mentions of one type are equal, whatever nullability and tuple names they have.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Format = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.ExpandNullable | SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    /// <summary>The full name.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(Format);

    /// <summary>Whether a symbol is the type, or is made of the generic type, that has this full name without type parameters.</summary>
    public static bool Is(ISymbol? symbol, string name) =>
        symbol is INamedTypeSymbol type && type.Name == name.Substring(name.LastIndexOf('.') + 1)
        && type.ContainingNamespace?.ToDisplayString() == name.Substring(0, name.LastIndexOf('.'));
}
