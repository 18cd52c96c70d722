using Microsoft.CodeAnalysis;

namespace TemporalLambda.Analyzers;

/// <summary>The values of a workflow's, activity's or Nexus service's member that Temporal carries as payloads.</summary>
internal static class SentValues
{
    private static readonly Dictionary<string, string> Members = new()
    {
        ["Temporalio.Workflows.WorkflowRunAttribute"] = "workflow",
        ["Temporalio.Workflows.WorkflowSignalAttribute"] = "signal",
        ["Temporalio.Workflows.WorkflowQueryAttribute"] = "query",
        ["Temporalio.Workflows.WorkflowUpdateAttribute"] = "update",
        ["Temporalio.Activities.ActivityAttribute"] = "activity",
        ["NexusRpc.NexusOperationAttribute"] = "Nexus operation",
        ["NexusRpc.Handlers.NexusOperationHandlerAttribute"] = "Nexus operation",
    };

    /// <summary>Each value's type, and in words what it is; nothing for a member of another kind.</summary>
    public static IEnumerable<(ITypeSymbol Type, string Role)> Of(ISymbol member)
    {
        if (Kind(member) is not { } kind)
        {
            return [];
        }

        var values = member switch
        {
            IPropertySymbol property => [(property.Type, $"the result of {kind} '{member.Name}'")],
            IMethodSymbol method => method.Parameters.Select(parameter => (parameter.Type, $"parameter '{parameter.Name}' of {kind} '{member.Name}'"))
                .Concat(Results(method).Select(type => (type, $"the result of {kind} '{member.Name}'"))),
            _ => [],
        };
        return values.Where(value => IsJson(value.Item1));
    }

    private static string? Kind(ISymbol member)
    {
        foreach (var attribute in member.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && Members.TryGetValue(TypeNames.Of(type), out var kind))
            {
                return kind;
            }
        }

        return null;
    }

    private static IEnumerable<ITypeSymbol> Results(IMethodSymbol method) => method switch
    {
        { ReturnsVoid: true } => [],
        { ReturnType: INamedTypeSymbol task } when TypeNames.Is(task, "System.Threading.Tasks.Task") || TypeNames.Is(task, "System.Threading.Tasks.ValueTask")
            => task.TypeArguments,
        { ReturnType: INamedTypeSymbol handler } when TypeNames.Is(handler, "NexusRpc.Handlers.IOperationHandler") => handler.TypeArguments,
        _ => [method.ReturnType],
    };

    // Bytes, raw payloads and Protobuf messages have converters of their own.
    private static bool IsJson(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol or IErrorTypeSymbol => false,
        IArrayTypeSymbol array => array.ElementType.SpecialType != SpecialType.System_Byte && IsJson(array.ElementType),
        INamedTypeSymbol named => !TypeNames.Is(named, "Temporalio.Converters.IRawValue") && !TypeNames.Is(named, "NexusRpc.Handlers.NoValue")
            && !named.AllInterfaces.Any(one => TypeNames.Is(one, "Google.Protobuf.IMessage")),
        _ => true,
    };
}
