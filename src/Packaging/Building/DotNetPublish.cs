using System.Globalization;
using System.Text;
using TemporalLambda.Packaging.Sources;
using TemporalLambda.Packaging.Zipping;

namespace TemporalLambda.Packaging.Building;

/// <summary>
/// Publishes a .NET project for Lambda. Intermediate files go to <c>obj/lambda</c> below the project, apart from the user's own ones and
/// kept, so that a second build is fast; the published files go to a folder that the caller removes.
/// </summary>
internal static class DotNetPublish
{
    private const string StepPrefix = "temporal-lambda-step:";

    // No code, or nothing that is read at run time.
    private static readonly string[] LeftOut = [".pdb", ".dbg", ".debug"];

    public static async Task<IReadOnlyList<PackageEntry>> RunAsync(
        ProjectSource project,
        ProjectProperties properties,
        WorkerPackaging packaging,
        CpuArchitecture architecture,
        BuildTools tools,
        string outputFolder,
        IStageReporter reporter,
        CancellationToken cancellationToken)
    {
        string platform = architecture.RuntimeIdentifier();
        string artifacts = ArtifactsFolder(project, $"{platform}-{packaging}".ToLowerInvariant(), outputFolder);
        string published = Path.Combine(outputFolder, "publish");
        using FileStream only = await LockAsync(artifacts, reporter, cancellationToken);
        string targets = WriteTargets(artifacts);
        List<string> arguments =
        [
            "publish", project.Path, "--configuration", "Release", "--artifacts-path", artifacts, "--output", published,
            "--nologo", "--verbosity", "minimal", "-tl:off", "-nodeReuse:false",
            "-p:UseSharedCompilation=false",
            "-p:BeforeMicrosoftNETSdkTargets=" + Escape(targets),
            "-p:TemporalLambdaProject=" + Escape(project.Path),
            "-p:TemporalLambdaPackaging=" + packaging,
            "-p:TemporalLambdaRuntimeIdentifier=" + platform,
        ];
        if (packaging == WorkerPackaging.NativeAot && NativeToolchain.CrossLinker(architecture) is { } linker)
        {
            arguments.Add("-p:TemporalLambdaLinker=" + linker);
        }

        if (properties.IsCrossTargeting)
        {
            arguments.AddRange(["--framework", properties.TargetFramework]);
        }

        reporter.Verbose($"dotnet {string.Join(' ', arguments)}");
        ToolResult result = await DotNetTool.RunAsync(
            tools, arguments, project.Folder, line => ReportStep(project.Name, line, reporter), cancellationToken);
        if (result.ExitCode != 0)
        {
            throw PackagingErrors.BuildFailed(project.Path, BuildMessages.Errors(result.Lines, project.Folder));
        }

        Strip(published, reporter);
        return Entries(project, properties, packaging, published);
    }

    private static void Strip(string published, IStageReporter reporter)
    {
        foreach (string file in Directory.EnumerateFiles(published).Where(f => Path.GetExtension(f) is ".so" or ""))
        {
            if (NativeSymbols.Strip(file) is > 0 and var saved)
            {
                reporter.Verbose($"Took {saved >> 10} kB of symbols out of {Path.GetFileName(file)}.");
            }
        }
    }

    /// <summary>The published files, the program under the name that Lambda starts.</summary>
    private static List<PackageEntry> Entries(ProjectSource project, ProjectProperties properties, WorkerPackaging packaging, string published)
    {
        var entries = new List<PackageEntry>();
        bool hasProgram = packaging == WorkerPackaging.FrameworkDependent;
        foreach (PackageEntry entry in FolderEntries.Read(published))
        {
            if (LeftOut.Contains(Path.GetExtension(entry.Name), StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            // Package files keep modes of their authors; only the program has to be executable.
            bool isProgram = packaging != WorkerPackaging.FrameworkDependent && entry.Name == properties.AssemblyName;
            hasProgram |= isProgram;
            entries.Add(entry with { Name = isProgram ? "bootstrap" : entry.Name, IsExecutable = isProgram });
        }

        return hasProgram ? entries : throw PackagingErrors.NoProgramPublished(project.Path, properties.AssemblyName);
    }

    private static string ArtifactsFolder(ProjectSource project, string name, string fallback)
    {
        string folder = Path.Combine(project.Folder, "obj", "lambda", name);
        try
        {
            Directory.CreateDirectory(folder);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Sources that one may not write to: built all the same, from scratch each time.
            return Directory.CreateDirectory(Path.Combine(fallback, "artifacts")).FullName;
        }
    }

    // MSBuild takes a newer targets file for a reason to build everything again, so that an equal one stays as it is.
    private static string WriteTargets(string folder)
    {
        string file = Path.Combine(folder, "Worker.targets");
        using Stream resource = typeof(DotNetPublish).Assembly.GetManifestResourceStream("Worker.targets")!;
        using var content = new MemoryStream();
        resource.CopyTo(content);
        if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(content.ToArray()))
        {
            File.WriteAllBytes(file, content.ToArray());
        }

        return file;
    }

    // Two builds of the same project for the same platform would write the same intermediate files.
    private static async Task<FileStream> LockAsync(string artifacts, IStageReporter reporter, CancellationToken cancellationToken)
    {
        bool told = false;
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(artifacts, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                if (!told)
                {
                    reporter.Verbose($"Another build works in '{artifacts}'; waiting for it.");
                    told = true;
                }

                await Task.Delay(200, cancellationToken);
            }
        }
    }

    private static void ReportStep(string name, string line, IStageReporter reporter)
    {
        int at = line.IndexOf(StepPrefix, StringComparison.Ordinal);
        if (at >= 0)
        {
            reporter.Progress(new StageProgress($"Building {name}", line[(at + StepPrefix.Length)..].Trim()));
        }
    }

    // MSBuild splits properties at semicolons and expands what looks like an expression.
    private static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (char c in value)
        {
            if ("%$@';?*(),\"".Contains(c, StringComparison.Ordinal))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }
}
