using TemporalLambda.Packaging.Building;
using TemporalLambda.Packaging.Checks;
using TemporalLambda.Packaging.Sources;

namespace TemporalLambda.Packaging;

/// <summary>What will be built, how, and to where. A ready package is checked already, so that nothing but writing is left.</summary>
public sealed class PackagePlan
{
    internal PackagePlan(PackageRequest request, WorkerSource source, PackageTarget target)
    {
        Request = request;
        Source = source;
        Target = target;
        DeploymentName = request.DeploymentName ?? DeploymentNames.Default(source.Name);
    }

    /// <summary>What was wanted.</summary>
    public PackageRequest Request { get; }

    /// <summary>What was found at its path.</summary>
    public WorkerSource Source { get; }

    /// <summary>The given name, else one made from the source's.</summary>
    public string DeploymentName { get; }

    /// <summary>The given build id, or the fingerprint of a ready package; null where only the build will tell.</summary>
    public string? BuildId => Request.BuildId ?? Fingerprint;

    /// <summary>The fingerprint of a ready package; null where only the build will tell.</summary>
    public string? Fingerprint { get; internal init; }

    /// <summary>Lambda's runtime.</summary>
    public string Runtime => Target.Runtime;

    /// <summary>Lambda's handler.</summary>
    public string Handler => Target.Handler;

    /// <summary>The architecture.</summary>
    public CpuArchitecture Architecture => Target.Architecture;

    /// <summary>How a .NET project is published; null for any other input.</summary>
    public WorkerPackaging? Packaging => Target.Packaging;

    /// <summary>The zip that there will be, or that is there.</summary>
    public required string PackagePath { get; init; }

    /// <summary>What has to be written; empty where a ready zip , or a copy of it, is there.</summary>
    public IReadOnlyList<Change> Changes { get; internal set; } = [];

    internal PackageTarget Target { get; }

    /// <summary>What MSBuild said about a .NET project.</summary>
    internal ProjectProperties? Project { get; init; }

    /// <summary>The files of a ready package.</summary>
    internal PackageContent? Content { get; init; }

    /// <summary>The ready zip itself becomes the package.</summary>
    internal bool UsesZipAsItIs { get; init; }
}

/// <summary>What a package is made to run on.</summary>
internal sealed record PackageTarget(string Runtime, string Handler, CpuArchitecture Architecture, WorkerPackaging? Packaging);
