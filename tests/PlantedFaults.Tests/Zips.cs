using System.IO.Compression;
using System.Text;

namespace TemporalLambda.PlantedFaults.Tests;

/// <summary>Packages that would not work.</summary>
internal static class Zips
{
    private const int Executable = 0b111_101_101, Plain = 0b110_100_100;

    public static byte[] Of(string name, bool executable) => Make(name, "#!/bin/sh\nsleep 600\n"u8.ToArray(), executable);

    public static byte[] Script(string line) => Make("bootstrap", Encoding.UTF8.GetBytes($"#!/bin/sh\n{line}\n"), executable: true);

    /// <summary>The head of an ELF file for the processor that this machine has not.</summary>
    public static byte[] OtherArchitecture()
    {
        byte[] elf = new byte[64];
        "\u007fELF"u8.CopyTo(elf);
        (elf[4], elf[5], elf[6], elf[16]) = (2, 1, 1, 2);
        bool arm = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64;
        (elf[18], elf[20], elf[52], elf[54], elf[58]) = ((byte)(arm ? 62 : 183), 1, 64, 56, 64);
        return Make("bootstrap", elf, executable: true);
    }

    private static byte[] Make(string name, byte[] content, bool executable)
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            ZipArchiveEntry entry = archive.CreateEntry(name);
            entry.ExternalAttributes = (0x8000 | (executable ? Executable : Plain)) << 16;
            using Stream stream = entry.Open();
            stream.Write(content);
        }

        return zip.ToArray();
    }
}
