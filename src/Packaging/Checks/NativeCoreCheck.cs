namespace TemporalLambda.Packaging.Checks;

/// <summary>A worker on Temporal's .NET SDK needs the SDK's native core beside it.</summary>
internal static class NativeCoreCheck
{
    /// <summary>The native core's file.</summary>
    public const string Core = "libtemporalio_sdk_core_c_bridge.so";

    private const string Sdk = "Temporalio.dll";

    public static void Run(PackageContent content, CpuArchitecture architecture)
    {
        bool usesSdk = content.Find(Sdk) is not null || content.Bundled.Contains(Sdk);
        if (usesSdk
            && content.Find(Core) is null
            && content.Find($"runtimes/{architecture.RuntimeIdentifier()}/native/{Core}") is null
            && !content.Bundled.Contains(Core))
        {
            throw PackagingErrors.NoNativeCore(content.Source, Core, architecture.LambdaName());
        }
    }
}
