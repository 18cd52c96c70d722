using System.Management.Automation;
using TemporalLambda.Aws;
using TemporalLambda.Cmdlets.Pipeline;
using TemporalLambda.Packaging;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Builds and checks a worker's package: the first stage of the pipeline.</summary>
/// <remarks>
/// <para>Takes a .NET project, a Go module, or a ready zip, folder or bootstrap executable of any Temporal SDK. The same input gives the
/// same bytes; the build id defaults to the fingerprint of the package's code, so that unchanged code is the same version.</para>
/// <para>What would not start on Lambda is refused here, before anything is created: a wrong architecture, a missing or non-executable
/// bootstrap, a handler that is not in the package, more than 250 MB unpacked, paths that lead out of the zip.</para>
/// </remarks>
/// <example>
/// <code>New-TemporalLambdaWorker ./src/Orders -Architecture arm64 -Include ./temporal.toml</code>
/// Packages a project for Graviton, with Temporal's connection settings beside the code.
/// </example>
/// <example>
/// <code>New-TemporalLambdaWorker ./worker.zip -Runtime python3.13 -Handler worker.handler -DeploymentName orders</code>
/// Checks a ready package of another SDK.
/// </example>
[Cmdlet(VerbsCommon.New, "TemporalLambdaWorker", SupportsShouldProcess = true)]
[OutputType(typeof(PackagedWorker))]
public sealed class NewTemporalLambdaWorkerCommand : StageCmdlet
{
    /// <summary>A .NET project or its folder, a Go module's folder, or a ready zip, folder or executable. Default: the current folder.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    public string? Path { get; set; }

    /// <summary>The Worker Deployment's name. Default: the project's name, with what Temporal forbids replaced.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? DeploymentName { get; set; }

    /// <summary>The build id. Default: the fingerprint of the package's code.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? BuildId { get; set; }

    /// <summary>The task queue that the worker polls. Default: the deployment's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TaskQueue { get; set; }

    /// <summary>The Lambda function's name, of at most 64 characters. Default: the deployment's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? FunctionName { get; set; }

    /// <summary>Lambda's runtime. Default: provided.al2023, or dotnet10 where the package needs it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Runtime { get; set; }

    /// <summary>Lambda's handler. Default: bootstrap, or the assembly's name on a managed .NET runtime.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Handler { get; set; }

    /// <summary>The processor architecture. Default: that of a ready package's executable, else x86_64.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("x86_64", "arm64")]
    public string? Architecture { get; set; }

    /// <summary>
    /// How a .NET project is published. Auto (the default) is NativeAot where the project says PublishAot and this machine can build it,
    /// else ReadyToRun. NativeAot starts fastest, takes twice the time to build, and needs gcc or clang; on a machine with another linker
    /// the same source may give other bytes, and so another build id.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("Auto", "NativeAot", "ReadyToRun", "FrameworkDependent")]
    public string? Packaging { get; set; }

    /// <summary>Files to put beside the code, as temporal.toml, client.pem and client.key. They do not change the build id.</summary>
    [Parameter]
    public string[] Include { get; set; } = [];

    /// <summary>
    /// The zip to write, or a folder for it. Default: bin/lambda below a project or module, else beside the input; a ready zip that needs
    /// no change is used where it is.
    /// </summary>
    [Parameter]
    public string? OutputPath { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        if (FunctionName is { } given && FunctionNames.Problem(given) is not null)
        {
            throw AwsErrors.FunctionNameNotValid(given);
        }

        var builder = new PackageBuilder(Pipeline);
        PackagePlan plan = await builder.PlanAsync(await RequestAsync(cancellationToken), cancellationToken);
        PackagedWorker record = CarryOn<PackagedWorker>();
        record.Path = plan.Source.Path;
        record.DeploymentName = plan.DeploymentName;
        record.TaskQueue = TaskQueue ?? plan.DeploymentName;
        record.FunctionName = FunctionName ?? FunctionNames.Default(plan.DeploymentName);
        record.Runtime = plan.Runtime;
        record.Handler = plan.Handler;
        record.Architecture = plan.Architecture.LambdaName();
        record.PackagePath = plan.PackagePath;
        if (!await ConfirmPlanAsync(plan.Changes, plan.Source.Path, cancellationToken))
        {
            // A build id that says what it will be: later stages show their plans with it.
            record.BuildId = plan.BuildId ?? "<fingerprint>";
            record.Fingerprint = plan.Fingerprint;
            record.Packaging = plan.Packaging?.ToString();
            Emit(record, plan.Changes, done: false);
            return;
        }

        WorkerPackage package = await builder.ApplyAsync(plan, cancellationToken);
        record.BuildId = package.BuildId;
        record.Fingerprint = package.Fingerprint;
        record.Packaging = package.Packaging?.ToString();
        record.PackageSha256 = package.PackageSha256;
        record.PackageSize = package.PackageSize;
        record.EndsWhenIdle = package.EndsWhenIdle;
        Emit(record, package.Changes, done: true);
    }

    private async Task<PackageRequest> RequestAsync(CancellationToken cancellationToken)
    {
        // A piped string is a path; files and folders bind by their FullName.
        string path = Path ?? InputObject?.BaseObject as string ?? ".";
        var include = new List<string>(Include.Length);
        foreach (string file in Include)
        {
            include.Add(await ResolvePathAsync(file, cancellationToken));
        }

        return new PackageRequest(await ResolvePathAsync(path, cancellationToken))
        {
            DeploymentName = DeploymentName,
            BuildId = BuildId,
            Runtime = Runtime,
            Handler = Handler,
            Architecture = Architecture is null ? null : CpuArchitectures.Parse(Architecture.ToLowerInvariant()),
            Packaging = Packaging is null ? WorkerPackaging.Auto : Enum.Parse<WorkerPackaging>(Packaging, ignoreCase: true),
            Include = include,
            OutputPath = await OutputAsync(cancellationToken),
        };
    }

    private async Task<string?> OutputAsync(CancellationToken cancellationToken)
    {
        if (OutputPath is null)
        {
            return null;
        }

        // Resolving drops the separator that says that a folder is meant.
        string resolved = await ResolvePathAsync(OutputPath, cancellationToken);
        return OutputPath[^1] is '/' or '\\' ? resolved.TrimEnd('/', '\\') + System.IO.Path.DirectorySeparatorChar : resolved;
    }
}
