using TemporalLambda.Packaging.Building;
using TemporalLambda.Packaging.Checks;
using TemporalLambda.Packaging.Fingerprints;
using TemporalLambda.Packaging.Including;
using TemporalLambda.Packaging.Sources;
using TemporalLambda.Packaging.Zipping;

namespace TemporalLambda.Packaging;

/// <summary>
/// From a project, module or ready package to a checked zip. <see cref="PlanAsync"/> only reads; <see cref="ApplyAsync"/> builds, checks
/// and then writes the one zip, so that a failure leaves no file behind and an older zip as it was.
/// </summary>
public sealed class PackageBuilder
{
    private readonly IStageReporter _reporter;
    private readonly BuildTools _tools;

    /// <summary>A builder with the tools on PATH.</summary>
    /// <param name="reporter">Where it tells what it does.</param>
    public PackageBuilder(IStageReporter reporter)
        : this(reporter, new BuildTools())
    {
    }

    internal PackageBuilder(IStageReporter reporter, BuildTools tools)
    {
        _reporter = reporter;
        _tools = tools;
    }

    /// <summary>Finds out what will be done. Ready packages are checked here already.</summary>
    /// <exception cref="StageException">The request can not be fulfilled.</exception>
    public async Task<PackagePlan> PlanAsync(PackageRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckNames(request);
        WorkerSource source = SourceFinder.Find(request.Path);
        if (source is not ProjectSource && request.Packaging != WorkerPackaging.Auto)
        {
            throw PackagingErrors.PackagingNeedsProject(request.Path, request.Packaging.ToString());
        }

        // Read for their checks; opened again when they are packed.
        IncludedFiles.Read(request.Include, SilentReporter.Instance);
        switch (source)
        {
            case ProjectSource project:
                return await PlanProjectAsync(request, project, cancellationToken);
            case GoSource go:
                return _tools.Find("go") is null ? throw PackagingErrors.NoGo(go.Path, null) : PackagePlanner.OfGo(request, go);
            case ZipSource zip:
                using (ZipEntries entries = ZipEntries.Open(zip.Path))
                {
                    return await PlanReadyAsync(request, zip, entries.Files, !entries.NeedsRewriting, cancellationToken);
                }

            default:
                return await PlanReadyAsync(request, source, ReadyPackage.Entries(source), isGoodZip: false, cancellationToken);
        }
    }

    /// <summary>Does what was planned.</summary>
    /// <exception cref="StageException">The build failed, its result would not run, or the zip can not be written.</exception>
    public async Task<WorkerPackage> ApplyAsync(PackagePlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        IReadOnlyList<PackageEntry> included = IncludedFiles.Read(plan.Request.Include, _reporter);
        switch (plan.Source)
        {
            case ProjectSource or GoSource:
                return await BuildAsync(plan, included, cancellationToken);
            case ZipSource zip when plan.UsesZipAsItIs:
                return plan.Changes.Count == 0
                    ? await PackageFile.DescribeAsync(plan, plan.Content!, plan.Target, changes: [], cancellationToken)
                    : await PackageFile.CopyAsync(plan, zip.Path, cancellationToken);
            case ZipSource zip:
                using (ZipEntries entries = ZipEntries.Open(zip.Path))
                {
                    PackageContent content = await ContentScanner.ScanAsync(zip.Path, entries.Files, cancellationToken);
                    PackageCheck.Run(content, plan.Target);
                    content.FindOurRuntime();
                    return await WriteAsync(plan, content, plan.Target, included, cancellationToken);
                }

            default:
                return await WriteAsync(plan, plan.Content!, plan.Target, included, cancellationToken);
        }
    }

    /// <summary>Plans and does it.</summary>
    public async Task<WorkerPackage> BuildAsync(PackageRequest request, CancellationToken cancellationToken) =>
        await ApplyAsync(await PlanAsync(request, cancellationToken), cancellationToken);

    private static void CheckNames(PackageRequest request)
    {
        if (request.DeploymentName is { } name && DeploymentNames.Problem(name) is { } nameProblem)
        {
            throw PackagingErrors.BadDeploymentName(name, nameProblem);
        }

        if (request.BuildId is { } buildId && BuildIds.Problem(buildId) is { } buildIdProblem)
        {
            throw PackagingErrors.BadBuildId(buildId, buildIdProblem);
        }
    }

    private async Task<PackagePlan> PlanProjectAsync(PackageRequest request, ProjectSource project, CancellationToken cancellationToken)
    {
        _reporter.Verbose($"Reading the properties of '{project.Path}' from MSBuild.");
        ProjectProperties properties = await ProjectProperties.ReadAsync(project, _tools, cancellationToken);
        string? missing = NativeToolchain.Missing(request.Architecture ?? CpuArchitecture.X64, _tools);
        if (PackagePlanner.WhyNotNative(request, properties, missing) is { } reason)
        {
            _reporter.Information($"'{project.Name}' is packaged as ReadyToRun and not as NativeAot, because {reason}.");
        }

        return PackagePlanner.OfProject(request, project, properties, missing);
    }

    private static async Task<PackagePlan> PlanReadyAsync(
        PackageRequest request, WorkerSource source, IReadOnlyList<PackageEntry> entries, bool isGoodZip, CancellationToken cancellationToken)
    {
        PackageContent content = await ContentScanner.ScanAsync(source.Path, entries, cancellationToken);
        PackageTarget target = ReadyPackage.Target(request, content);
        PackageCheck.Run(content, target);
        content.FindOurRuntime();
        PackagePlan plan = PackagePlanner.OfReady(request, source, content, target, ContentFingerprint.Of(content), isGoodZip);
        if (plan.UsesZipAsItIs && await PackageFile.AreSameAsync(source.Path, plan.PackagePath, cancellationToken))
        {
            plan.Changes = [];
        }

        return plan;
    }

    private async Task<WorkerPackage> BuildAsync(PackagePlan plan, IReadOnlyList<PackageEntry> included, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("temporal-lambda-").FullName;
        try
        {
            PackageTarget target = plan.Target;
            PackageContent content = await BuildContentAsync(plan, target, folder, cancellationToken);
            if (plan.Request.Packaging == WorkerPackaging.Auto
                && target.Packaging == WorkerPackaging.NativeAot
                && LambdaRuntime.Glibc(target.Runtime) is { } glibc
                && MachineCheck.NewestGlibc(content) is { } needed
                && needed > glibc)
            {
                _reporter.Information($"'{plan.Source.Name}' is packaged as ReadyToRun and not as NativeAot, because what this machine "
                    + $"links needs glibc {needed} and {target.Runtime} has {glibc}.");
                target = target with { Packaging = WorkerPackaging.ReadyToRun };
                content = await BuildContentAsync(plan, target, Directory.CreateDirectory(Path.Combine(folder, "again")).FullName, cancellationToken);
            }

            PackageCheck.Run(content, target);
            content.FindOurRuntime();
            _reporter.Progress(new StageProgress($"Building {plan.Source.Name}", "Zipping"));
            return await WriteAsync(plan, content, target, included, cancellationToken);
        }
        finally
        {
            _reporter.Progress(new StageProgress($"Building {plan.Source.Name}", "Done", Completed: true));
            TemporaryFolder.Remove(folder);
        }
    }

    private async Task<PackageContent> BuildContentAsync(PackagePlan plan, PackageTarget target, string folder, CancellationToken cancellationToken)
    {
        _reporter.Progress(new StageProgress($"Building {plan.Source.Name}", "Starting"));
        IReadOnlyList<PackageEntry> entries = plan.Source is ProjectSource project
            ? await DotNetPublish.RunAsync(project, plan.Project!, target.Packaging!.Value, target.Architecture, _tools, folder, _reporter, cancellationToken)
            : await GoBuild.RunAsync((GoSource)plan.Source, target.Architecture, _tools, folder, _reporter, cancellationToken);
        return await ContentScanner.ScanAsync(plan.Source.Path, entries, cancellationToken);
    }

    private Task<WorkerPackage> WriteAsync(
        PackagePlan plan, PackageContent content, PackageTarget target, IReadOnlyList<PackageEntry> included, CancellationToken cancellationToken) =>
        PackageFile.WriteAsync(plan, content, target, IncludedFiles.Add(content, included, _reporter), cancellationToken);
}
