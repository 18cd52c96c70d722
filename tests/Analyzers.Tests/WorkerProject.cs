using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TemporalLambda.Analyzers.CodeFixes;

namespace TemporalLambda.Analyzers.Tests;

/// <summary>A worker's project as the compiler and an editor have it: its files, what it refers to, and whether it says PublishAot.</summary>
internal sealed class WorkerProject : IDisposable
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Text.Json.Serialization;
        global using System.Threading.Tasks;
        global using NexusRpc;
        global using NexusRpc.Handlers;
        global using TemporalLambda.Runtime;
        global using Temporalio.Activities;
        global using Temporalio.Workflows;
        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly AdhocWorkspace workspace = new();
    private readonly AnalyzerConfigOptionsProvider options;
    private readonly ProjectId id;

    public WorkerProject(bool publishAot, params string[] files)
    {
        options = new BuildProperties(publishAot);
        var project = workspace.AddProject("Worker", LanguageNames.CSharp)
            .WithMetadataReferences(References)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        id = project.Id;
        foreach (var (text, number) in files.Prepend(Usings).Select((text, number) => (text, number)))
        {
            project = project.AddDocument($"File{number}.cs", text).Project;
        }

        Assert.True(workspace.TryApplyChanges(project.Solution));
    }

    private Project Project => workspace.CurrentSolution.GetProject(id)!;

    /// <summary>What the analyzer reports, as <c>rule type-or-place</c>.</summary>
    public async Task<string[]> ReportedAsync() =>
        [.. (await DiagnosticsAsync()).Select(one => $"{one.Id} {one.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];

    /// <summary>The text of a file after the code fix for all that is reported in the project.</summary>
    public async Task<string> FixedAsync(int file)
    {
        var fix = new ListTypeCodeFix();
        CodeAction? offered = null;
        var first = (await DiagnosticsAsync())[0];
        await fix.RegisterCodeFixesAsync(new CodeFixContext(Project.GetDocument(first.Location.SourceTree)!, first, (action, _) => offered ??= action, default));
        var all = await fix.GetFixAllProvider().GetFixAsync(new FixAllContext(
            Project, fix, FixAllScope.Project, offered!.EquivalenceKey!, fix.FixableDiagnosticIds, new Reported(DiagnosticsAsync), default));
        var change = Assert.IsType<ApplyChangesOperation>(Assert.Single(await all!.GetOperationsAsync(default)));
        Assert.True(workspace.TryApplyChanges(change.ChangedSolution));
        return (await Project.Documents.Single(one => one.Name == $"File{file}.cs").GetTextAsync()).ToString();
    }

    /// <summary>Whether a fix is offered for the first report.</summary>
    public async Task<bool> IsFixOfferedAsync()
    {
        var offered = false;
        var first = (await DiagnosticsAsync())[0];
        await new ListTypeCodeFix().RegisterCodeFixesAsync(
            new CodeFixContext(Project.GetDocument(first.Location.SourceTree)!, first, (_, _) => offered = true, default));
        return offered;
    }

    public void Dispose() => workspace.Dispose();

    private async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync()
    {
        var compilation = (await Project.GetCompilationAsync())!;

        // A context lacks what its generator would add; anything else is a mistake of the test's.
        Assert.DoesNotContain(compilation.GetDiagnostics(), one => one.Severity == DiagnosticSeverity.Error && one.Id is not ("CS0534" or "CS7036" or "CS0117"));
        var found = await compilation.WithAnalyzers([new JsonContextAnalyzer()], new AnalyzerOptions([], options)).GetAnalyzerDiagnosticsAsync();
        return [.. found.OrderBy(one => one.Location.SourceTree!.FilePath, StringComparer.Ordinal).ThenBy(one => one.Location.SourceSpan.Start)];
    }

    private sealed class Reported(Func<Task<ImmutableArray<Diagnostic>>> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await diagnostics();

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => await diagnostics();

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await diagnostics();
    }

    private sealed class BuildProperties(bool publishAot) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(publishAot);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(bool publishAot) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.PublishAot" ? (publishAot ? "true" : "") : null;
            return value is not null;
        }
    }
}
