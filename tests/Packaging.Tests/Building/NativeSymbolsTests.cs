using TemporalLambda.Packaging.Building;
using TemporalLambda.Packaging.Checks.Elf;
using TemporalLambda.Packaging.Tests.Rig;

namespace TemporalLambda.Packaging.Tests.Building;

/// <summary>On small files; that a real library still loads is seen wherever a published worker runs.</summary>
public sealed class NativeSymbolsTests
{
    [Fact]
    public void What_is_loaded_stays_and_the_symbols_go()
    {
        byte[] library = ElfBytes.MakeLibrary(loaded: 1000, symbols: 5000);
        byte[] stripped = NativeSymbols.Stripped(library)!;
        Assert.InRange(stripped.Length, 1000, 1500);
        Assert.Equal(library.AsSpan(64, 56 + 1000), stripped.AsSpan(64, 56 + 1000));
        Assert.DoesNotContain((byte)2, stripped.AsSpan(120, 1000).ToArray());
        Assert.Equal(CpuArchitecture.X64, ElfReader.Read(new MemoryStream(stripped)).Architecture);
    }

    [Fact]
    public void A_file_without_symbols_stays_as_it_is() => Assert.Null(NativeSymbols.Stripped(NativeSymbols.Stripped(ElfBytes.MakeLibrary(1000, 5000))!));

    [Fact]
    public void What_follows_the_last_section_belongs_to_a_single_file_program_and_stays() =>
        Assert.Null(NativeSymbols.Stripped([.. ElfBytes.MakeLibrary(1000, 5000), .. new byte[100]]));

    [Fact]
    public void What_is_cut_off_or_no_library_stays_as_it_is()
    {
        byte[] library = ElfBytes.MakeLibrary(100, 200);
        for (int length = 0; length < library.Length; length++)
        {
            Assert.Null(NativeSymbols.Stripped(library[..length]));
        }
    }

    [Fact]
    public void Damage_is_never_an_exception()
    {
        var random = new Random(4711);
        for (int i = 0; i < 500; i++)
        {
            byte[] bytes = ElfBytes.MakeLibrary(100, 200);
            bytes[random.Next(i % 2 == 0 ? 64 : bytes.Length)] = (byte)random.Next(256);
            NativeSymbols.Stripped(bytes);
        }
    }
}
