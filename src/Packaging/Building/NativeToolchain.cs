using System.Runtime.InteropServices;

namespace TemporalLambda.Packaging.Building;

/// <summary>Whether this machine can compile .NET to native code for Lambda.</summary>
internal static class NativeToolchain
{
    /// <summary>What is missing, as the end of a sentence with "because", or null where nothing is.</summary>
    public static string? Missing(CpuArchitecture architecture, BuildTools tools)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "NativeAOT builds for Linux on Linux only";
        }

        bool isForeign = RuntimeInformation.OSArchitecture != (architecture == CpuArchitecture.Arm64 ? Architecture.Arm64 : Architecture.X64);
        string prefix = architecture == CpuArchitecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
        if (tools.Find("clang") is null)
        {
            return "clang is not installed (on Debian and Ubuntu: clang and zlib1g-dev)";
        }

        return isForeign && tools.Find(prefix + "-gcc") is null
            ? $"{prefix}-gcc is not installed, whose libraries a build for {architecture.LambdaName()} needs"
            : null;
    }
}
