using System.Buffers.Binary;
using System.Text;

namespace TemporalLambda.Packaging.Checks.Elf;

/// <summary>
/// Reads of an ELF file what decides whether it starts on Lambda. The layout is that of elf(5); every offset comes from a file that
/// nobody vouches for, so each read is bounded.
/// </summary>
internal sealed class ElfReader
{
    private const int HeaderLength = 64;
    private const uint ProgramInterpreter = 3;
    private const uint SectionVersionNeeds = 0x6FFFFFFE;
    private const int LongestText = 256;
    private const int LongestTable = 1 << 20;
    private const string GlibcPrefix = "GLIBC_";

    private readonly Stream _file;
    private readonly bool _bigEndian;
    private readonly bool _is64;

    private ElfReader(Stream file, bool is64, bool bigEndian)
    {
        _file = file;
        _is64 = is64;
        _bigEndian = bigEndian;
    }

    /// <summary>The four bytes that every ELF file starts with.</summary>
    public static ReadOnlySpan<byte> Magic => "\u007fELF"u8;

    /// <summary>Reads the file; it must be seekable and start with <see cref="Magic"/>.</summary>
    /// <exception cref="InvalidDataException">The file is cut off or contradicts itself.</exception>
    public static ElfFile Read(Stream file)
    {
        byte[] header = new byte[HeaderLength];
        file.Position = 0;
        int length = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (length < 52 || !header.AsSpan().StartsWith(Magic) || header[4] is not (1 or 2) || header[5] is not (1 or 2))
        {
            throw new InvalidDataException("The ELF header is damaged.");
        }

        var reader = new ElfReader(file, header[4] == 2, header[5] == 2);
        ushort machine = reader.U16(header, 18);
        if (!reader._is64 || reader._bigEndian)
        {
            // Lambda runs none of these, so that the header is enough to refuse it.
            return new ElfFile(reader._is64, machine, null, null);
        }

        return length == HeaderLength
            ? new ElfFile(true, machine, reader.Interpreter(header), reader.NewestGlibc(header))
            : throw new InvalidDataException("The ELF header is cut off.");
    }

    private string? Interpreter(byte[] header)
    {
        foreach (byte[] program in Table(U64(header, 32), U16(header, 54), U16(header, 56), 56))
        {
            if (U32(program, 0) == ProgramInterpreter)
            {
                return Text(At(U64(program, 8), (int)Math.Min(U64(program, 32), LongestText)), 0);
            }
        }

        return null;
    }

    private Version? NewestGlibc(byte[] header)
    {
        List<byte[]> sections = Table(U64(header, 40), U16(header, 58), U16(header, 60), 64);
        Version? newest = null;
        foreach (byte[] section in sections.Where(s => U32(s, 4) == SectionVersionNeeds))
        {
            uint link = U32(section, 40);
            if (link >= sections.Count)
            {
                throw new InvalidDataException("The ELF version needs have no names.");
            }

            byte[] needs = Content(section);
            byte[] names = Content(sections[(int)link]);
            foreach (string name in VersionNames(needs, names))
            {
                if (name.StartsWith(GlibcPrefix, StringComparison.Ordinal)
                    && Version.TryParse(name.AsSpan(GlibcPrefix.Length), out Version? version)
                    && (newest is null || version > newest))
                {
                    newest = version;
                }
            }
        }

        return newest;
    }

    // Elf64_Verneed: version, count, file, first entry, next; each with a chain of Elf64_Vernaux: hash, flags, other, name, next.
    private IEnumerable<string> VersionNames(byte[] needs, byte[] names)
    {
        for (long need = 0; ;)
        {
            int count = U16(needs, need + 2);
            long auxiliary = need + U32(needs, need + 8);
            for (int i = 0; i < count; i++)
            {
                yield return Text(names, U32(needs, auxiliary + 8));
                auxiliary += U32(needs, auxiliary + 12);
            }

            uint next = U32(needs, need + 12);
            if (next == 0)
            {
                yield break;
            }

            need += next;
        }
    }

    private byte[] Content(byte[] section) => At(U64(section, 24), checked((int)Math.Min(U64(section, 32), LongestTable)));

    private List<byte[]> Table(ulong offset, int entryLength, int count, int wantedLength)
    {
        var entries = new List<byte[]>(count);
        if (offset == 0 || count == 0)
        {
            return entries;
        }

        if (entryLength < wantedLength)
        {
            throw new InvalidDataException("An ELF table has entries of a wrong size.");
        }

        byte[] all = At(offset, entryLength * count);
        for (int i = 0; i < count; i++)
        {
            entries.Add(all[(i * entryLength)..((i + 1) * entryLength)]);
        }

        return entries;
    }

    private byte[] At(ulong offset, int length)
    {
        if (offset > (ulong)_file.Length || (ulong)length > (ulong)_file.Length - offset)
        {
            throw new InvalidDataException("The ELF file is cut off.");
        }

        byte[] bytes = new byte[length];
        _file.Position = (long)offset;
        _file.ReadExactly(bytes);
        return bytes;
    }

    private static string Text(byte[] bytes, uint offset)
    {
        ReadOnlySpan<byte> rest = Slice(bytes, offset, 1, toEnd: true);
        int end = rest[..Math.Min(rest.Length, LongestText)].IndexOf((byte)0);
        return end < 0 ? throw new InvalidDataException("An ELF name has no end.") : Encoding.UTF8.GetString(rest[..end]);
    }

    private ushort U16(byte[] bytes, long offset) => _bigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(Slice(bytes, offset, 2))
        : BinaryPrimitives.ReadUInt16LittleEndian(Slice(bytes, offset, 2));

    private static uint U32(byte[] bytes, long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(bytes, offset, 4));

    private static ulong U64(byte[] bytes, long offset) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(bytes, offset, 8));

    private static ReadOnlySpan<byte> Slice(byte[] bytes, long offset, int length, bool toEnd = false) =>
        offset < 0 || offset > bytes.Length - length
            ? throw new InvalidDataException("The ELF file contradicts itself.")
            : toEnd ? bytes.AsSpan((int)offset) : bytes.AsSpan((int)offset, length);
}
