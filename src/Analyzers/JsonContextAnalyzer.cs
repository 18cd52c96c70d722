using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace TemporalLambda.Analyzers;

/// <summary>
/// In a project that is published as native code (PublishAot): each value of a workflow, activity, signal, query, update and Nexus operation
/// has to be in a JsonSerializerContext, and the worker has to be given one.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JsonContextAnalyzer : DiagnosticAnalyzer
{
    private const string Runtime = "TemporalLambda.Runtime.";

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnlistedType, Rules.NoContext];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (!context.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.PublishAot", out var isNative)
            || !isNative.Equals("true", StringComparison.OrdinalIgnoreCase)
            || context.Compilation.GetTypeByMetadataName("Temporalio.Workflows.WorkflowAttribute") is null)
        {
            return;
        }

        var listed = new Lazy<ListedTypes>(() => ListedTypes.Of(context.Compilation));
        context.RegisterSymbolAction(symbol => Check(symbol.Symbol, symbol.Symbol.Locations[0], listed, symbol.ReportDiagnostic), SymbolKind.Method, SymbolKind.Property);

        Location? start = null;
        var hasConverter = false;
        context.RegisterOperationAction(
            operation =>
            {
                var method = ((IInvocationOperation)operation.Operation).TargetMethod;
                if (TypeNames.Is(method.ContainingType, Runtime + "TemporalLambdaWorker") && method.Name is "RunAsync" or "Create")
                {
                    start = operation.Operation.Syntax.GetLocation();
                }
                else if (TypeNames.Is(method.ContainingType, Runtime + "LambdaWorkerBuilder"))
                {
                    // A converter of one's own is set in ConfigureClient.
                    hasConverter |= method.Name is "JsonContext" or "ConfigureClient";
                    CheckForeign(method, operation, listed);
                }
            },
            OperationKind.Invocation);
        context.RegisterCompilationEndAction(end =>
        {
            if (start is not null && !hasConverter)
            {
                end.ReportDiagnostic(Diagnostic.Create(Rules.NoContext, start));
            }
        });
    }

    // What is added from another assembly has no place of its own in this one.
    private static void CheckForeign(IMethodSymbol method, OperationAnalysisContext operation, Lazy<ListedTypes> listed)
    {
        foreach (var type in method.TypeArguments.Where(one => !SymbolEqualityComparer.Default.Equals(one.ContainingAssembly, operation.Compilation.Assembly)))
        {
            foreach (var member in type.GetMembers())
            {
                Check(member, operation.Operation.Syntax.GetLocation(), listed, operation.ReportDiagnostic);
            }
        }
    }

    private static void Check(ISymbol member, Location place, Lazy<ListedTypes> listed, Action<Diagnostic> report)
    {
        foreach (var (type, role) in SentValues.Of(member).Where(value => !listed.Value.Has(value.Type)))
        {
            var properties = ImmutableDictionary<string, string?>.Empty.Add(Rules.TypeProperty, type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));
            report(Diagnostic.Create(Rules.UnlistedType, place, properties, type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), role));
        }
    }
}
