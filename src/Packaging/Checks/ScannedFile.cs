using TemporalLambda.Packaging.Checks.Elf;
using TemporalLambda.Packaging.Zipping;

namespace TemporalLambda.Packaging.Checks;

/// <summary>A package's file after it was read once.</summary>
/// <param name="Entry">The file.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">The hash of its content.</param>
/// <param name="Elf">What its ELF header says; null for any other file.</param>
/// <param name="IsScript">It starts with <c>#!</c>.</param>
internal sealed record ScannedFile(PackageEntry Entry, long Length, byte[] Sha256, ElfFile? Elf, bool IsScript)
{
    public string Name => Entry.Name;
}
