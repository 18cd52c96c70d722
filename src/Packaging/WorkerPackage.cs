namespace TemporalLambda.Packaging;

/// <summary>A checked package, ready to be published.</summary>
/// <param name="PackagePath">The zip.</param>
/// <param name="PackageSha256">SHA-256 of the zip in base64, as Lambda's CodeSha256 is.</param>
/// <param name="PackageSize">Size of the zip in bytes.</param>
/// <param name="UnpackedSize">Size of all its files in bytes; Lambda allows 250 MB.</param>
/// <param name="Fingerprint">Names the code: 16 hexadecimal digits from names, contents and execute bits, without what -Include added.</param>
/// <param name="BuildId">The given build id, else the fingerprint.</param>
/// <param name="DeploymentName">The given name, else one made from the project's.</param>
/// <param name="Runtime">Lambda's runtime.</param>
/// <param name="Handler">Lambda's handler.</param>
/// <param name="Architecture">The architecture.</param>
/// <param name="Packaging">How a .NET project was published; null for any other input.</param>
/// <param name="EndsWhenIdle">The package contains TemporalLambda.Runtime, whose invocations end by themselves when idle.</param>
/// <param name="Changes">What was written; empty where the zip was there already, byte for byte.</param>
public sealed record WorkerPackage(
    string PackagePath,
    string PackageSha256,
    long PackageSize,
    long UnpackedSize,
    string Fingerprint,
    string BuildId,
    string DeploymentName,
    string Runtime,
    string Handler,
    CpuArchitecture Architecture,
    WorkerPackaging? Packaging,
    bool EndsWhenIdle,
    IReadOnlyList<Change> Changes);
