using System.Buffers.Binary;
using TemporalLambda.Packaging.Checks.Elf;

namespace TemporalLambda.Packaging.Building;

/// <summary>
/// Takes out of native files what only debuggers and linkers read, as <c>strip --strip-unneeded</c> does: the sections that are not loaded
/// (elf(5)), which lie behind all others. Done here and not by <c>strip</c>, so that every machine makes the same bytes, for each
/// architecture.
/// </summary>
internal static class NativeSymbols
{
    private const int HeaderLength = 64;
    private const int ProgramLength = 56;
    private const int SectionLength = 64;
    private const uint WithoutContent = 8;
    private const ulong Loaded = 0x2;

    /// <summary>Strips a published file. One that is no such file, or not laid out as linkers do, stays as it is.</summary>
    /// <returns>How many bytes it is smaller by.</returns>
    public static long Strip(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        if (Stripped(file) is not { } stripped)
        {
            return 0;
        }

        File.WriteAllBytes(path, stripped);
        return file.Length - stripped.Length;
    }

    /// <summary>The file without its symbols; null where there is nothing to take, or to be sure of.</summary>
    internal static byte[]? Stripped(byte[] file)
    {
        try
        {
            return Layout(file);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            // Cut off, or it contradicts itself: the package's checks say so.
            return null;
        }
    }

    private static byte[]? Layout(ReadOnlySpan<byte> file)
    {
        // 64 bits, little endian: what Lambda runs.
        if (file.Length < HeaderLength || !file.StartsWith(ElfReader.Magic) || file[4] != 2 || file[5] != 1
            || U16(file, 54) != ProgramLength || U16(file, 58) != SectionLength)
        {
            return null;
        }

        int table = Offset(file, 40);
        int count = U16(file, 60);
        int names = U16(file, 62);
        int kept = 0;
        int end = Math.Max(HeaderLength, Offset(file, 32) + (ProgramLength * U16(file, 56)));
        int known = table + (SectionLength * count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> section = file.Slice(table + (SectionLength * i), SectionLength);
            int sectionEnd = U32(section, 4) == WithoutContent ? 0 : checked(Offset(section, 24) + Offset(section, 32));
            known = Math.Max(known, sectionEnd);
            if (i > 0 && (BinaryPrimitives.ReadUInt64LittleEndian(section[8..]) & Loaded) == 0)
            {
                continue;
            }

            // The first sections stay, under their numbers, by which they refer to each other.
            if (i != kept++)
            {
                return null;
            }

            end = Math.Max(end, sectionEnd);
        }

        for (int i = 0; i < U16(file, 56); i++)
        {
            ReadOnlySpan<byte> program = file.Slice(Offset(file, 32) + (ProgramLength * i), ProgramLength);
            end = Math.Max(end, checked(Offset(program, 8) + Offset(program, 32)));
        }

        // Something that no section holds follows: a single-file bundle.
        return names < kept || names >= count || file.Length > known ? null : Write(file, end, table, kept, names);
    }

    private static byte[]? Write(ReadOnlySpan<byte> file, int end, int table, int kept, int names)
    {
        ReadOnlySpan<byte> nameSection = file.Slice(table + (SectionLength * names), SectionLength);
        ReadOnlySpan<byte> nameText = file.Slice(Offset(nameSection, 24), Offset(nameSection, 32));
        int newTable = (end + nameText.Length + 7) & ~7;
        byte[] stripped = new byte[newTable + (SectionLength * (kept + 1))];
        if (stripped.Length >= file.Length)
        {
            return null;
        }

        Span<byte> to = stripped;
        file[..end].CopyTo(to);
        nameText.CopyTo(to[end..]);
        file.Slice(table, SectionLength * kept).CopyTo(to[newTable..]);
        Span<byte> newNames = to[(newTable + (SectionLength * kept))..];
        nameSection.CopyTo(newNames);
        BinaryPrimitives.WriteUInt64LittleEndian(newNames[24..], (ulong)end);
        BinaryPrimitives.WriteUInt64LittleEndian(to[40..], (ulong)newTable);
        BinaryPrimitives.WriteUInt16LittleEndian(to[60..], (ushort)(kept + 1));
        BinaryPrimitives.WriteUInt16LittleEndian(to[62..], (ushort)kept);
        return stripped;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static int Offset(ReadOnlySpan<byte> bytes, int at) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]));
}
