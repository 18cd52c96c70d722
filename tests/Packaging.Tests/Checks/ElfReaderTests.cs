using TemporalLambda.Packaging.Checks.Elf;
using TemporalLambda.Packaging.Tests.Rig;

namespace TemporalLambda.Packaging.Tests.Checks;

public sealed class ElfReaderTests
{
    [Theory]
    [InlineData(ElfBytes.X64, CpuArchitecture.X64)]
    [InlineData(ElfBytes.Arm64, CpuArchitecture.Arm64)]
    public void The_architecture_is_that_of_the_header(ushort machine, CpuArchitecture expected) =>
        Assert.Equal(expected, Read(ElfBytes.Make(machine)).Architecture);

    [Fact]
    public void Loader_and_newest_glibc_are_read()
    {
        ElfFile elf = Read(ElfBytes.Make(ElfBytes.X64, "/lib64/ld-linux-x86-64.so.2", "GLIBC_2.2.5", "GLIBC_2.35", "GLIBC_2.9", "GLIBC_PRIVATE"));
        Assert.Equal("/lib64/ld-linux-x86-64.so.2", elf.Interpreter);
        Assert.Equal(new Version(2, 35), elf.GlibcNeeded);
    }

    [Fact]
    public void A_static_executable_needs_neither()
    {
        ElfFile elf = Read(ElfBytes.Make());
        Assert.Null(elf.Interpreter);
        Assert.Null(elf.GlibcNeeded);
    }

    [Fact]
    public void A_32_bit_executable_has_no_architecture_of_Lambda()
    {
        byte[] bytes = ElfBytes.Make(3);
        bytes[4] = 1;
        Assert.Null(Read(bytes).Architecture);
        Assert.Equal("32-bit x86", Read(bytes).MachineName);
    }

    [Fact]
    public void A_program_of_this_machine_reads_as_its_own_tools_say()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The machine's programs are no ELF files.");
        using FileStream file = File.OpenRead("/bin/true");
        ElfFile elf = ElfReader.Read(file);
        Assert.NotNull(elf.Architecture);
        Assert.StartsWith("/lib", elf.Interpreter, StringComparison.Ordinal);
        Assert.True(elf.GlibcNeeded >= new Version(2, 2, 5));
    }

    [Fact]
    public void Any_damage_is_an_InvalidDataException_and_nothing_else()
    {
        byte[] good = ElfBytes.Make(ElfBytes.X64, "/lib64/ld-linux-x86-64.so.2", "GLIBC_2.2.5", "GLIBC_2.34");
        for (int length = 4; length < good.Length; length++)
        {
            Survive(good[..length]);
        }

        var random = new Random(4711);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. good];
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                damaged[random.Next(4, damaged.Length)] = (byte)random.Next(256);
            }

            Survive(damaged);
        }
    }

    private static void Survive(byte[] bytes)
    {
        try
        {
            Read(bytes);
        }
        catch (InvalidDataException)
        {
            // What the scanner turns into an error.
        }
    }

    private static ElfFile Read(byte[] bytes) => ElfReader.Read(new MemoryStream(bytes));
}
