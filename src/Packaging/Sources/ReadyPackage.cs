using System.Text.Json;
using TemporalLambda.Packaging.Checks;
using TemporalLambda.Packaging.Zipping;

namespace TemporalLambda.Packaging.Sources;

/// <summary>A package that somebody else built: what it contains and what it runs on.</summary>
internal static class ReadyPackage
{
    private const string RuntimeConfig = ".runtimeconfig.json";

    /// <summary>The files of a folder or executable. Those of a zip stay open with it: see <see cref="ZipEntries"/>.</summary>
    public static IReadOnlyList<PackageEntry> Entries(WorkerSource source) => source switch
    {
        FolderSource folder => FolderEntries.Read(folder.Path),
        ExecutableSource program =>
            [FolderEntries.OfFile("bootstrap", program.Path, FolderEntries.IsExecutable("bootstrap", new FileInfo(program.Path)))],
        _ => throw new InvalidOperationException("The source has to be built or opened first."),
    };

    /// <summary>What it runs on: as given, else as its files tell.</summary>
    public static PackageTarget Target(PackageRequest request, PackageContent content)
    {
        ScannedFile? config = content.Files.FirstOrDefault(f => f.Name.EndsWith(RuntimeConfig, StringComparison.Ordinal) && !f.Name.Contains('/', StringComparison.Ordinal));
        string runtime = request.Runtime
            ?? (content.Bootstrap is null && config is not null ? ManagedRuntime(content, config) : LambdaRuntime.Provided);
        string? handler = request.Handler;
        if (handler is null && LambdaRuntime.IsProvided(runtime))
        {
            handler = "bootstrap";
        }
        else if (handler is null && LambdaRuntime.IsDotNet(runtime) && config is not null)
        {
            handler = config.Name[..^RuntimeConfig.Length];
        }

        CpuArchitecture architecture = request.Architecture
            ?? content.Bootstrap?.Elf?.Architecture
            ?? content.Files.Select(f => f.Elf?.Architecture).FirstOrDefault(a => a is not null)
            ?? CpuArchitecture.X64;
        return new PackageTarget(runtime, handler ?? throw PackagingErrors.HandlerNeeded(content.Source, runtime), architecture, null);
    }

    // "tfm": "net10.0" runs on dotnet10.
    private static string ManagedRuntime(PackageContent content, ScannedFile config)
    {
        try
        {
            using Stream stream = config.Entry.Open();
            using JsonDocument json = JsonDocument.Parse(stream);
            string? framework = json.RootElement.GetProperty("runtimeOptions").GetProperty("tfm").GetString();
            return framework?.StartsWith("net", StringComparison.Ordinal) == true ? "dotnet" + framework[3..].Split('.')[0] : LambdaRuntime.Provided;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw PackagingErrors.NoBootstrap(content.Source);
        }
    }
}
