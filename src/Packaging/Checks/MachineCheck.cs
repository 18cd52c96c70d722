namespace TemporalLambda.Packaging.Checks;

/// <summary>Executables and libraries are for the function's architecture and for the C library of its runtime.</summary>
internal static class MachineCheck
{
    public static void Run(PackageContent content, string runtime, CpuArchitecture architecture)
    {
        Version? glibc = LambdaRuntime.Glibc(runtime);
        foreach (ScannedFile file in content.Files)
        {
            if (file.Elf is not { } elf || IsForOtherMachinesToo(file.Name))
            {
                continue;
            }

            if (elf.Architecture != architecture)
            {
                throw PackagingErrors.WrongArchitecture(content.Source, file.Name, elf.MachineName, architecture.LambdaName());
            }

            if (glibc is not null && elf.GlibcNeeded > glibc)
            {
                throw PackagingErrors.NewerGlibc(content.Source, file.Name, elf.GlibcNeeded.ToString(), runtime, glibc.ToString());
            }
        }
    }

    /// <summary>The newest glibc that any file needs.</summary>
    public static Version? NewestGlibc(PackageContent content) => content.Files.Select(f => f.Elf?.GlibcNeeded).Max();

    // A portable .NET build carries the native libraries of every system below runtimes/<runtime identifier>/.
    private static bool IsForOtherMachinesToo(string name) => name.StartsWith("runtimes/", StringComparison.Ordinal);
}
