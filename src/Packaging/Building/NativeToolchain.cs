using System.Runtime.InteropServices;

namespace TemporalLambda.Packaging.Building;

/// <summary>What this machine links native code for Lambda with.</summary>
internal static class NativeToolchain
{
    /// <summary>What is missing, as the end of a sentence with "because", or null where nothing is.</summary>
    public static string? Missing(CpuArchitecture architecture, BuildTools tools)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "NativeAOT builds for Linux on Linux only";
        }

        if (CrossLinker(architecture) is { } linker)
        {
            return tools.Find(linker) is null
                ? $"{linker}, which links for {architecture.LambdaName()}, is not installed (on Debian and Ubuntu: {Package(architecture)})"
                : null;
        }

        // The SDK takes whichever is there.
        return tools.Find("clang") is null && tools.Find("gcc") is null
            ? "neither clang nor gcc is installed, one of which links it (on Debian and Ubuntu: gcc and libc6-dev)"
            : null;
    }

    /// <summary>The compiler that links for the other architecture than this machine's; null for its own.</summary>
    public static string? CrossLinker(CpuArchitecture architecture) =>
        RuntimeInformation.OSArchitecture == (architecture == CpuArchitecture.Arm64 ? Architecture.Arm64 : Architecture.X64)
            ? null
            : architecture == CpuArchitecture.Arm64 ? "aarch64-linux-gnu-gcc" : "x86_64-linux-gnu-gcc";

    private static string Package(CpuArchitecture architecture) =>
        architecture == CpuArchitecture.Arm64 ? "gcc-aarch64-linux-gnu" : "gcc-x86-64-linux-gnu";
}
