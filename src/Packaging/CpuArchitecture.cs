namespace TemporalLambda.Packaging;

/// <summary>The two processor architectures of Lambda.</summary>
public enum CpuArchitecture
{
    /// <summary>Lambda's <c>x86_64</c>.</summary>
    X64,

    /// <summary>Lambda's <c>arm64</c> (Graviton).</summary>
    Arm64,
}

/// <summary>The same architecture in the words of the tools that have to know it.</summary>
public static class CpuArchitectures
{
    /// <summary>Lambda's names, as a parameter's completion offers them.</summary>
    public static IReadOnlyList<string> LambdaNames { get; } = ["x86_64", "arm64"];

    /// <summary>Lambda's name: <c>x86_64</c> or <c>arm64</c>.</summary>
    public static string LambdaName(this CpuArchitecture architecture) => architecture == CpuArchitecture.Arm64 ? "arm64" : "x86_64";

    /// <summary>.NET's runtime identifier: <c>linux-x64</c> or <c>linux-arm64</c>.</summary>
    public static string RuntimeIdentifier(this CpuArchitecture architecture) =>
        architecture == CpuArchitecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>Go's GOARCH: <c>amd64</c> or <c>arm64</c>.</summary>
    public static string GoName(this CpuArchitecture architecture) => architecture == CpuArchitecture.Arm64 ? "arm64" : "amd64";

    /// <summary>The architecture that Lambda calls so.</summary>
    /// <exception cref="StageException">Lambda has none of that name.</exception>
    public static CpuArchitecture Parse(string lambdaName) => lambdaName switch
    {
        "x86_64" => CpuArchitecture.X64,
        "arm64" => CpuArchitecture.Arm64,
        _ => throw PackagingErrors.UnknownArchitecture(lambdaName),
    };
}
