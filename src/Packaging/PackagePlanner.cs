using TemporalLambda.Packaging.Building;
using TemporalLambda.Packaging.Checks;
using TemporalLambda.Packaging.Sources;

namespace TemporalLambda.Packaging;

/// <summary>From what is wanted and what was found at the path to the plan. Reads and changes nothing by itself.</summary>
internal static class PackagePlanner
{
    /// <summary>A .NET project.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="source">The project.</param>
    /// <param name="project">What MSBuild says about it.</param>
    /// <param name="missingForNative">What this machine lacks to compile to native code; null where nothing.</param>
    public static PackagePlan OfProject(PackageRequest request, ProjectSource source, ProjectProperties project, string? missingForNative)
    {
        WorkerPackaging packaging = Packaging(request, source, project, missingForNative);
        string runtime = request.Runtime ?? (packaging == WorkerPackaging.FrameworkDependent ? $"dotnet{project.FrameworkVersion!.Major}" : LambdaRuntime.Provided);
        if (packaging == WorkerPackaging.FrameworkDependent)
        {
            if (!LambdaRuntime.IsDotNet(runtime))
            {
                throw PackagingErrors.RuntimeNeedsPackaging(runtime, packaging.ToString());
            }

            if (runtime is not ("dotnet8" or "dotnet10") || runtime != $"dotnet{project.FrameworkVersion!.Major}")
            {
                throw PackagingErrors.NoManagedRuntime(source.Path, project.TargetFramework, runtime);
            }
        }
        else if (!LambdaRuntime.IsProvided(runtime))
        {
            throw PackagingErrors.RuntimeNeedsPackaging(runtime, packaging.ToString());
        }

        string handler = request.Handler ?? (packaging == WorkerPackaging.FrameworkDependent ? project.AssemblyName : "bootstrap");
        var target = new PackageTarget(runtime, handler, request.Architecture ?? CpuArchitecture.X64, packaging);
        string output = OutputPath(request, source, target.Architecture, Path.Combine(source.Folder, "bin", "lambda"));
        return new PackagePlan(request, source, target)
        {
            Project = project,
            PackagePath = output,
            Changes = [Build(source, output, $"{target.Architecture.LambdaName()} ({packaging})")],
        };
    }

    /// <summary>A Go module.</summary>
    public static PackagePlan OfGo(PackageRequest request, GoSource source)
    {
        string runtime = request.Runtime ?? LambdaRuntime.Provided;
        if (!LambdaRuntime.IsProvided(runtime))
        {
            throw PackagingErrors.RuntimeNeedsPackaging(runtime, "Go");
        }

        var target = new PackageTarget(runtime, request.Handler ?? "bootstrap", request.Architecture ?? CpuArchitecture.X64, null);
        string output = OutputPath(request, source, target.Architecture, Path.Combine(source.Path, "bin", "lambda"));
        return new PackagePlan(request, source, target)
        {
            PackagePath = output,
            Changes = [Build(source, output, target.Architecture.LambdaName())],
        };
    }

    /// <summary>A ready package, whose content has been checked.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="source">The zip, folder or executable.</param>
    /// <param name="content">Its files.</param>
    /// <param name="target">What it runs on.</param>
    /// <param name="fingerprint">The content's fingerprint.</param>
    /// <param name="isGoodZip">It is a zip whose bytes need no change.</param>
    public static PackagePlan OfReady(
        PackageRequest request, WorkerSource source, PackageContent content, PackageTarget target, string fingerprint, bool isGoodZip)
    {
        bool asItIs = isGoodZip && request.Include.Count == 0;
        bool stays = asItIs && request.OutputPath is null;
        string output = stays ? source.Path : OutputPath(request, source, target.Architecture, Path.GetDirectoryName(source.Path)!);
        if (!stays && (SamePath(output, source.Path) || (source is FolderSource && IsBelow(output, source.Path))))
        {
            throw PackagingErrors.OutputIsInput(output);
        }

        string verb = asItIs ? "Copy" : "Zip";
        return new PackagePlan(request, source, target)
        {
            Fingerprint = fingerprint,
            Content = content,
            UsesZipAsItIs = asItIs,
            PackagePath = output,
            Changes = stays ? [] : [new Change($"{verb}Package", output, $"{verb} '{source.Path}' to '{output}'.")],
        };
    }

    /// <summary>Why Auto can not be NativeAOT although the project is made for it; null where it is, or nobody asked.</summary>
    public static string? WhyNotNative(PackageRequest request, ProjectProperties project, string? missingForNative) =>
        request.Packaging == WorkerPackaging.Auto && project.PublishAot ? missingForNative : null;

    private static WorkerPackaging Packaging(PackageRequest request, ProjectSource source, ProjectProperties project, string? missingForNative)
    {
        bool isClassHandler = request.Handler?.Contains("::", StringComparison.Ordinal) == true;
        WorkerPackaging packaging = request.Packaging switch
        {
            WorkerPackaging.Auto when isClassHandler || (request.Runtime is { } runtime && LambdaRuntime.IsDotNet(runtime)) => WorkerPackaging.FrameworkDependent,
            WorkerPackaging.Auto => project.PublishAot && missingForNative is null ? WorkerPackaging.NativeAot : WorkerPackaging.ReadyToRun,
            var given => given,
        };
        if (!project.IsProgram && !(packaging == WorkerPackaging.FrameworkDependent && isClassHandler))
        {
            throw PackagingErrors.ProjectIsLibrary(source.Path);
        }

        return packaging == WorkerPackaging.NativeAot && missingForNative is not null
            ? throw PackagingErrors.NativeAotImpossible(source.Path, missingForNative)
            : packaging;
    }

    private static Change Build(WorkerSource source, string output, string how) =>
        new("BuildPackage", output, $"Build '{source.Path}' for {how} into '{output}'.");

    private static string OutputPath(PackageRequest request, WorkerSource source, CpuArchitecture architecture, string defaultFolder)
    {
        string name = $"{FunctionNames.Default(request.DeploymentName ?? DeploymentNames.Default(source.Name))}-{architecture.LambdaName()}.zip";
        if (request.OutputPath is not { } given)
        {
            string output = Path.Combine(defaultFolder, name);
            return SamePath(output, source.Path) ? Path.ChangeExtension(output, null) + "-packaged.zip" : output;
        }

        return Directory.Exists(given) || Path.EndsInDirectorySeparator(given) ? Path.Combine(Path.GetFullPath(given), name) : Path.GetFullPath(given);
    }

    private static bool SamePath(string first, string second) => string.Equals(
        Path.GetFullPath(first), Path.GetFullPath(second), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static bool IsBelow(string path, string folder)
    {
        string relative = Path.GetRelativePath(folder, path);
        return relative != path && !relative.StartsWith("..", StringComparison.Ordinal);
    }
}
