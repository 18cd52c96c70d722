using System.Buffers.Binary;
using System.Text;

namespace TemporalLambda.Packaging.Tests.Rig;

/// <summary>Makes small ELF files with just what the reader reads.</summary>
public static class ElfBytes
{
    public const ushort X64 = 62;
    public const ushort Arm64 = 183;

    /// <summary>A 64-bit executable.</summary>
    /// <param name="machine">The header's e_machine.</param>
    /// <param name="interpreter">The loader it asks for, if any.</param>
    /// <param name="glibc">Versions of symbols that it needs, like <c>GLIBC_2.34</c>.</param>
    public static byte[] Make(ushort machine = X64, string? interpreter = null, params string[] glibc)
    {
        var file = new MemoryStream();
        byte[] header = new byte[64];
        "\u007fELF"u8.CopyTo(header);
        header[4] = 2;
        header[5] = 1;
        header[6] = 1;
        U16(header, 16, 2);
        U16(header, 18, machine);
        file.Write(header);

        if (interpreter is not null)
        {
            byte[] text = Encoding.ASCII.GetBytes(interpreter + "\0");
            byte[] program = new byte[56];
            U32(program, 0, 3);
            U64(program, 8, (ulong)file.Position + 56);
            U64(program, 32, (ulong)text.Length);
            U64(header, 32, (ulong)file.Position);
            U16(header, 54, 56);
            U16(header, 56, 1);
            file.Write(program);
            file.Write(text);
        }

        if (glibc.Length > 0)
        {
            long names = file.Position;
            byte[] strings = Encoding.ASCII.GetBytes("\0" + string.Join('\0', glibc) + "\0");
            file.Write(strings);
            long needs = file.Position;
            byte[] need = new byte[16 + (16 * glibc.Length)];
            U16(need, 0, 1);
            U16(need, 2, (ushort)glibc.Length);
            U32(need, 8, 16);
            uint name = 1;
            for (int i = 0; i < glibc.Length; i++)
            {
                U32(need, 16 + (16 * i) + 8, name);
                U32(need, 16 + (16 * i) + 12, i == glibc.Length - 1 ? 0u : 16u);
                name += (uint)glibc[i].Length + 1;
            }

            file.Write(need);
            byte[] sections = new byte[3 * 64];
            Section(sections, 1, 3, 0, names, strings.Length);
            Section(sections, 2, 0x6FFFFFFE, 1, needs, need.Length);
            U64(header, 40, (ulong)file.Position);
            U16(header, 58, 64);
            U16(header, 60, 3);
            file.Write(sections);
        }

        file.Position = 0;
        file.Write(header);
        return file.ToArray();
    }

    /// <summary>A library as a linker lays it out: what is loaded, then symbols of a given size, names and the table of sections.</summary>
    public static byte[] MakeLibrary(int loaded, int symbols)
    {
        byte[] names = Encoding.ASCII.GetBytes("\0.text\0.symtab\0.shstrtab\0");
        int textAt = 64 + 56;
        int table = textAt + loaded + symbols + names.Length;
        byte[] file = new byte[table + (4 * 64)];
        "\u007fELF"u8.CopyTo(file);
        file[4] = 2;
        file[5] = 1;
        U16(file, 16, 3);
        U16(file, 18, X64);
        U64(file, 32, 64);
        U64(file, 40, (ulong)table);
        U16(file, 54, 56);
        U16(file, 56, 1);
        U16(file, 58, 64);
        U16(file, 60, 4);
        U16(file, 62, 3);
        U32(file, 64, 1);
        U64(file, 64 + 32, (ulong)(textAt + loaded));
        file.AsSpan(textAt, loaded).Fill(1);
        file.AsSpan(textAt + loaded, symbols).Fill(2);
        names.CopyTo(file, textAt + loaded + symbols);
        byte[] all = new byte[4 * 64];
        Section(all, 1, 1, 0, textAt, loaded);
        U64(all, 64 + 8, 2);
        Section(all, 2, 2, 3, textAt + loaded, symbols);
        Section(all, 3, 3, 0, textAt + loaded + symbols, names.Length);
        all.CopyTo(file, table);
        return file;
    }

    private static void Section(byte[] sections, int index, uint type, uint link, long offset, int length)
    {
        int at = index * 64;
        U32(sections, at + 4, type);
        U64(sections, at + 24, (ulong)offset);
        U64(sections, at + 32, (ulong)length);
        U32(sections, at + 40, link);
    }

    private static void U16(byte[] bytes, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);

    private static void U32(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);

    private static void U64(byte[] bytes, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);
}
