using System.Runtime.InteropServices;
using TemporalLambda.Packaging.Building;
using TemporalLambda.Packaging.Tests.Rig;

namespace TemporalLambda.Packaging.Tests.Building;

public sealed class NativeToolchainTests : IDisposable
{
    private static readonly CpuArchitecture Own = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? CpuArchitecture.Arm64 : CpuArchitecture.X64;
    private static readonly CpuArchitecture Other = Own == CpuArchitecture.X64 ? CpuArchitecture.Arm64 : CpuArchitecture.X64;

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("clang")]
    [InlineData("gcc")]
    public void Either_compiler_links_for_the_machine_itself(string tool) => Assert.Null(Missing(Own, tool));

    [Fact]
    public void Without_both_it_is_said_what_to_install() => Assert.Equal(
        "neither clang nor gcc is installed, one of which links it (on Debian and Ubuntu: gcc and libc6-dev)", Missing(Own));

    [Fact]
    public void The_other_architecture_needs_a_compiler_of_its_own()
    {
        string linker = NativeToolchain.CrossLinker(Other)!;
        Assert.EndsWith("-linux-gnu-gcc", linker, StringComparison.Ordinal);
        Assert.StartsWith($"{linker}, which links for {Other.LambdaName()}, is not installed (on Debian and Ubuntu: gcc-", Missing(Other, "gcc", "clang"), StringComparison.Ordinal);
        Assert.Null(Missing(Other, linker));
    }

    private string? Missing(CpuArchitecture architecture, params string[] installed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Native code for Linux is compiled on Linux.");
        foreach (string tool in installed)
        {
            _folder.WriteTool(tool, "exit 0");
        }

        return NativeToolchain.Missing(architecture, new BuildTools(_folder["bin"]));
    }
}
