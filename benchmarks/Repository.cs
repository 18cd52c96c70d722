using System.Reflection;

namespace TemporalLambda.Benchmarks;

/// <summary>Where the built parts are.</summary>
internal static class Repository
{
    public static readonly string Root = Metadata("RepositoryRoot");

    public static string Shell => Path.Combine(Root, "src", "Shell", "bin", Metadata("Configuration"), "net10.0", "TemporalLambda.Shell.dll");

    public static string Quickstart => Path.Combine(Root, "samples", "quickstart.ps1");

    public static string Sandbox => Path.Combine(Root, "out", "TemporalLambda", "sandbox", "TemporalLambda.Sandbox.dll");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
