namespace TemporalLambda.Packaging.Checks;

/// <summary>What has to be known of Lambda's runtimes to check a package for them.</summary>
internal static class LambdaRuntime
{
    /// <summary>The runtime that everything with a bootstrap of its own gets.</summary>
    public const string Provided = "provided.al2023";

    private static readonly Version Al2023Glibc = new(2, 34);
    private static readonly Version Al2Glibc = new(2, 26);

    /// <summary>Whether the package brings the program that is started.</summary>
    public static bool IsProvided(string runtime) => runtime.StartsWith("provided", StringComparison.Ordinal);

    /// <summary>Whether it is a managed .NET runtime.</summary>
    public static bool IsDotNet(string runtime) => runtime.StartsWith("dotnet", StringComparison.Ordinal);

    /// <summary>The glibc of the runtimes whose executables and libraries are the package's own; null where it is not known.</summary>
    public static Version? Glibc(string runtime) => runtime switch
    {
        Provided or "dotnet8" or "dotnet10" => Al2023Glibc,
        "provided.al2" => Al2Glibc,
        _ => null,
    };
}
