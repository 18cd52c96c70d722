using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace TemporalLambda.Analyzers.CodeFixes;

/// <summary>Adds [JsonSerializable(typeof(T))] to the project's JsonSerializerContext.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ListTypeCodeFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.UnlistedType.Id];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => new ListAllTypes();

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var project = context.Document.Project;
        if (await ContextAsync(project, context.CancellationToken).ConfigureAwait(false) is { } own)
        {
            var diagnostics = context.Diagnostics;
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"List the type in '{own.Name}'",
                    cancellationToken => ListAsync(project, diagnostics, cancellationToken),
                    equivalenceKey: Rules.UnlistedType.Id),
                diagnostics);
        }
    }

    /// <summary>Adds the type of each diagnostic once, in one edit of the context's file.</summary>
    internal static async Task<Solution> ListAsync(Project project, IEnumerable<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await ContextAsync(project, cancellationToken).ConfigureAwait(false) is not { } own
            || project.GetDocument(own.DeclaringSyntaxReferences[0].SyntaxTree) is not { } document)
        {
            return project.Solution;
        }

        var declaration = await own.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        foreach (var type in diagnostics.Select(one => one.Properties[Rules.TypeProperty]!).Distinct())
        {
            editor.AddAttribute(declaration, editor.Generator.Attribute(
                SyntaxFactory.ParseName("global::System.Text.Json.Serialization.JsonSerializable"),
                [editor.Generator.AttributeArgument(SyntaxFactory.TypeOfExpression(SyntaxFactory.ParseTypeName(type)))])
                .WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation));
        }

        return editor.GetChangedDocument().Project.Solution;
    }

    private static async Task<INamedTypeSymbol?> ContextAsync(Project project, CancellationToken cancellationToken) =>
        await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is { } compilation
            ? ListedTypes.OwnContexts(compilation).FirstOrDefault(one => one.DeclaringSyntaxReferences.Length > 0)
            : null;

    // All of them edit the same file, which the usual provider can not merge.
    private sealed class ListAllTypes : FixAllProvider
    {
        public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(CodeAction.Create(
            "List all types in the JsonSerializerContext",
            async cancellationToken =>
            {
                var diagnostics = fixAllContext.Document is { } document && fixAllContext.Scope == FixAllScope.Document
                    ? await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                    : await fixAllContext.GetAllDiagnosticsAsync(fixAllContext.Project).ConfigureAwait(false);
                return await ListAsync(fixAllContext.Project, diagnostics, cancellationToken).ConfigureAwait(false);
            },
            equivalenceKey: Rules.UnlistedType.Id));
    }
}
