namespace TemporalLambda.Packaging.Checks.Elf;

/// <summary>What an executable's or library's ELF header tells about the machine that it needs.</summary>
/// <param name="Is64Bit">64-bit words; Lambda runs nothing else.</param>
/// <param name="Machine">The header's <c>e_machine</c>.</param>
/// <param name="Interpreter">The dynamic loader it asks for; null for a library and a static executable.</param>
/// <param name="GlibcNeeded">The newest version of glibc that a symbol of it needs; null where none does.</param>
internal sealed record ElfFile(bool Is64Bit, ushort Machine, string? Interpreter, Version? GlibcNeeded)
{
    private const ushort MachineX64 = 62;
    private const ushort MachineArm64 = 183;

    /// <summary>The architecture of Lambda that runs it; null where none does.</summary>
    public CpuArchitecture? Architecture => (Is64Bit, Machine) switch
    {
        (true, MachineX64) => CpuArchitecture.X64,
        (true, MachineArm64) => CpuArchitecture.Arm64,
        _ => null,
    };

    /// <summary>The machine in words, for messages.</summary>
    public string MachineName => Machine switch
    {
        MachineX64 => Is64Bit ? "x86_64" : "x32",
        MachineArm64 => "arm64",
        3 => "32-bit x86",
        40 => "32-bit ARM",
        243 => "RISC-V",
        _ => $"ELF machine {Machine}",
    };
}
