using System.IO.Compression;
using System.Text;

namespace TemporalLambda.PlantedFaults.Tests;

/// <summary>Packages that would not work.</summary>
internal static class Zips
{
    private const int Executable = 0b111_101_101, Plain = 0b110_100_100;

    public static byte[] Of(string name, bool executable) => Make(name, "#!/bin/sh\nsleep 600\n"u8.ToArray(), executable);

    public static byte[] Script(string line) => Make("bootstrap", Encoding.UTF8.GetBytes($"#!/bin/sh\n{line}\n"), executable: true);

    /// <summary>A bootstrap that does some work in each invocation and ends it well, without ever asking Temporal for a task.</summary>
    public static byte[] Answering(string work) => Make(
        "bootstrap",
        Encoding.UTF8.GetBytes(
            """
            #!/bin/bash
            ask() {
              exec 3<>/dev/tcp/${AWS_LAMBDA_RUNTIME_API%:*}/${AWS_LAMBDA_RUNTIME_API#*:}
              printf "$1 /2018-06-01/runtime/invocation/$2 HTTP/1.1\r\nHost: x\r\nContent-Length: ${#3}\r\nConnection: close\r\n\r\n$3" >&3
              answer=$(cat <&3)
              exec 3>&-
            }
            while true; do
              ask GET next ""
              id=$(printf "%s" "$answer" | grep -i "^lambda-runtime-aws-request-id:" | tr -d "\r" | cut -d" " -f2)
              WORK
              ask POST "$id/response" "{}"
            done
            """.Replace("WORK", work.Length == 0 ? ":" : work, StringComparison.Ordinal)),
        executable: true);

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
