using Microsoft.CodeAnalysis;

namespace TemporalLambda.Analyzers;

/// <summary>
/// The types that the JsonSerializerContexts of a worker can read and write: those of their [JsonSerializable] attributes, and those that the
/// source generator reaches from there.
/// </summary>
internal sealed class ListedTypes
{
    private const string Json = "System.Text.Json.Serialization.";

    private readonly HashSet<string> names = new(Plain);

    private ListedTypes()
    {
    }

    /// <summary>What the runtime's own context has: see PlainTypes there.</summary>
    public static IReadOnlyList<string> Plain { get; } =
    [
        "System.Object", "System.String", "System.Text.Json.JsonElement",
        .. new[] { "Boolean", "Int32", "Int64", "Double", "Decimal", "Guid", "DateTime", "DateTimeOffset", "TimeSpan" }
            .SelectMany(name => new[] { $"System.{name}", $"System.Nullable<System.{name}>" }),
    ];

    /// <summary>Of the compilation itself, and of public contexts in what it refers to.</summary>
    public static ListedTypes Of(Compilation compilation)
    {
        var listed = new ListedTypes();
        foreach (var context in Contexts(compilation))
        {
            foreach (var attribute in context.GetAttributes().Where(one => TypeNames.Is(one.AttributeClass, Json + "JsonSerializableAttribute")))
            {
                if (attribute.ConstructorArguments.FirstOrDefault().Value is ITypeSymbol type)
                {
                    listed.Add(type);
                }
            }
        }

        return listed;
    }

    /// <summary>The contexts that are declared in a compilation.</summary>
    public static IEnumerable<INamedTypeSymbol> OwnContexts(Compilation compilation) => TypesIn(compilation.Assembly.GlobalNamespace).Where(IsContext);

    public bool Has(ITypeSymbol type) => names.Contains(TypeNames.Of(type));

    private static IEnumerable<INamedTypeSymbol> Contexts(Compilation compilation) => OwnContexts(compilation).Concat(
        compilation.SourceModule.ReferencedAssemblySymbols
            .Where(assembly => !IsFrameworks(assembly.Name) && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(one => one.Name == "System.Text.Json")))
            .SelectMany(assembly => TypesIn(assembly.GlobalNamespace))
            .Where(type => type.DeclaredAccessibility == Accessibility.Public && IsContext(type)));

    private static bool IsFrameworks(string assembly) => assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static bool IsContext(INamedTypeSymbol type) => TypeNames.Is(type.BaseType, Json + "JsonSerializerContext");

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (var inner in TypesIn(member))
            {
                yield return inner;
            }
        }
    }

    private void Add(ITypeSymbol type)
    {
        if (!names.Add(TypeNames.Of(type)))
        {
            return;
        }

        if (type is IArrayTypeSymbol array)
        {
            Add(array.ElementType);
        }
        else if (type is INamedTypeSymbol named && !HasAttribute(named, Json + "JsonConverterAttribute"))
        {
            AddReachable(named);
        }
    }

    private void AddReachable(INamedTypeSymbol type)
    {
        // Nullable, tuples, lists and dictionaries: what they are made of.
        foreach (var argument in type.TypeArguments)
        {
            Add(argument);
        }

        foreach (var element in type.AllInterfaces.Where(one => one.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T))
        {
            Add(element.TypeArguments[0]);
        }

        if (type.ContainingNamespace?.ToDisplayString() is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal)))
        {
            return;
        }

        foreach (var derived in type.GetAttributes().Where(one => TypeNames.Is(one.AttributeClass, Json + "JsonDerivedTypeAttribute")))
        {
            if (derived.ConstructorArguments.FirstOrDefault().Value is ITypeSymbol derivedType)
            {
                Add(derivedType);
            }
        }

        for (var one = type; one is not null && one.SpecialType == SpecialType.None; one = one.BaseType)
        {
            foreach (var property in one.GetMembers().OfType<IPropertySymbol>().Where(IsSerialized))
            {
                Add(property.Type);
            }
        }
    }

    private static bool IsSerialized(IPropertySymbol property) =>
        !property.IsStatic && !property.IsIndexer && property.DeclaredAccessibility == Accessibility.Public && !HasAttribute(property, Json + "JsonIgnoreAttribute");

    private static bool HasAttribute(ISymbol symbol, string attribute) => symbol.GetAttributes().Any(one => TypeNames.Is(one.AttributeClass, attribute));
}
