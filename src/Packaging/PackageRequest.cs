namespace TemporalLambda.Packaging;

/// <summary>What is wanted: a package of what lies at a path.</summary>
/// <param name="Path">
/// A .NET project or its folder, the folder of a Go module, or a ready zip, folder or <c>bootstrap</c> executable. Absolute.
/// </param>
public sealed record PackageRequest(string Path)
{
    /// <summary>The Worker Deployment's name; default: the project's name with what Temporal forbids replaced.</summary>
    public string? DeploymentName { get; init; }

    /// <summary>The build id; default: the fingerprint of the package's code.</summary>
    public string? BuildId { get; init; }

    /// <summary>Lambda's runtime; default: what the package needs, as a rule <c>provided.al2023</c>.</summary>
    public string? Runtime { get; init; }

    /// <summary>Lambda's handler; default: <c>bootstrap</c>, or the assembly's name on a managed .NET runtime.</summary>
    public string? Handler { get; init; }

    /// <summary>The architecture; default: that of a ready package's executable, else x86_64.</summary>
    public CpuArchitecture? Architecture { get; init; }

    /// <summary>How a .NET project is published; anything but Auto is refused for other inputs.</summary>
    public WorkerPackaging Packaging { get; init; }

    /// <summary>Files that are put beside the code (temporal.toml, client.pem, client.key). They are no part of the fingerprint.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>
    /// The zip to write, or an existing folder for it. Default: <c>bin/lambda</c> below a project or module, else beside the input; a
    /// ready zip that needs no change is used where it is.
    /// </summary>
    public string? OutputPath { get; init; }
}
