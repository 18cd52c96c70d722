using System.ComponentModel;
using TemporalLambda.Packaging.Sources;
using TemporalLambda.Packaging.Zipping;

namespace TemporalLambda.Packaging.Building;

/// <summary>Builds a Go worker as AWS's guide does: a static executable without the parts for the old RPC mode.</summary>
internal static class GoBuild
{
    public static async Task<IReadOnlyList<PackageEntry>> RunAsync(
        GoSource source,
        CpuArchitecture architecture,
        BuildTools tools,
        string outputFolder,
        IStageReporter reporter,
        CancellationToken cancellationToken)
    {
        string go = tools.Find("go") ?? throw PackagingErrors.NoGo(source.Path, null);
        string program = Path.Combine(outputFolder, "bootstrap");

        // Without paths, symbols, commit and build id the bytes depend on the sources alone.
        string[] arguments = ["build", "-tags", "lambda.norpc", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", program, "."];
        var environment = new Dictionary<string, string>
        {
            ["GOOS"] = "linux", ["GOARCH"] = architecture.GoName(), ["CGO_ENABLED"] = "0",
        };
        reporter.Progress(new StageProgress($"Building {source.Name}", "Compiling"));
        reporter.Verbose($"GOOS=linux GOARCH={architecture.GoName()} CGO_ENABLED=0 go {string.Join(' ', arguments)}");
        ToolResult result;
        try
        {
            result = await ToolRunner.RunAsync(go, arguments, source.Path, environment, onLine: null, cancellationToken);
        }
        catch (Win32Exception e)
        {
            throw PackagingErrors.NoGo(source.Path, e);
        }

        if (result.ExitCode != 0)
        {
            // Go prints a "# package" heading and then file:line:column: text.
            throw PackagingErrors.BuildFailed(
                source.Path, [.. result.Lines.Where(l => l.Length > 0 && !l.StartsWith('#')).Take(5)]);
        }

        return File.Exists(program)
            ? [FolderEntries.OfFile("bootstrap", program, isExecutable: true)]
            : throw PackagingErrors.NoProgramPublished(source.Path, "bootstrap");
    }
}
