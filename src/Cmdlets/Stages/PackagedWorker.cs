namespace TemporalLambda;

/// <summary>A packaged worker: what New-TemporalLambdaWorker emits and what every later stage carries on.</summary>
public class PackagedWorker
{
    /// <summary>The project, folder, zip or executable that the package came from.</summary>
    public string? Path { get; set; }

    /// <summary>The Worker Deployment's name.</summary>
    public string? DeploymentName { get; set; }

    /// <summary>The Worker Deployment Version's build id; by default the fingerprint of the package's code.</summary>
    public string? BuildId { get; set; }

    /// <summary>The task queue that the worker polls.</summary>
    public string? TaskQueue { get; set; }

    /// <summary>The Lambda function's name.</summary>
    public string? FunctionName { get; set; }

    /// <summary>The Lambda runtime, for example <c>provided.al2023</c>.</summary>
    public string? Runtime { get; set; }

    /// <summary>The Lambda handler.</summary>
    public string? Handler { get; set; }

    /// <summary><c>x86_64</c> or <c>arm64</c>.</summary>
    public string? Architecture { get; set; }

    /// <summary>How a .NET project was built: <c>NativeAot</c>, <c>ReadyToRun</c> or <c>FrameworkDependent</c>.</summary>
    public string? Packaging { get; set; }

    /// <summary>The zip file.</summary>
    public string? PackagePath { get; set; }

    /// <summary>SHA-256 of the zip file in Base64, as Lambda's CodeSha256.</summary>
    public string? PackageSha256 { get; set; }

    /// <summary>Size of the zip file in bytes.</summary>
    public long? PackageSize { get; set; }

    /// <summary>What names the package's code, whatever settings and included files are.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>Whether the worker ends an invocation by itself when it is idle, as TemporalLambda.Runtime does.</summary>
    public bool? EndsWhenIdle { get; set; }

    /// <summary>
    /// Everything that was changed in AWS and Temporal on the way to this record, in order; empty after a rerun that found all as wanted.
    /// </summary>
    public IReadOnlyList<Change> Changes { get; set; } = [];

    /// <summary>The stages that this record went through, each with its time, in order.</summary>
    public IReadOnlyList<StageTiming> Stages { get; set; } = [];

    /// <summary>Nothing was done: the record shows what would be, and every later stage treats it as under -WhatIf.</summary>
    public bool IsPlanned { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{DeploymentName} {BuildId}";
}
