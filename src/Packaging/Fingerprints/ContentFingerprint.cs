using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TemporalLambda.Packaging.Checks;

namespace TemporalLambda.Packaging.Fingerprints;

/// <summary>
/// Names a package's code: the same files give the same fingerprint, however and whenever they were zipped. Settings, architecture and
/// runtime are no part of it, nor is what -Include adds.
/// </summary>
internal static class ContentFingerprint
{
    /// <summary>Hexadecimal digits of it: 64 bits, so that two builds of one deployment never meet by chance.</summary>
    public const int Length = 16;

    public static string Of(PackageContent content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (ScannedFile file in content.Files.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            // Every part is of a fixed length or ends with a NUL, which no name has: no two lists of files read the same.
            hash.AppendData(Encoding.UTF8.GetBytes(file.Name));
            hash.AppendData([0, file.Entry.LinkTarget is not null ? (byte)2 : file.Entry.IsExecutable ? (byte)1 : (byte)0]);
            BinaryPrimitives.WriteInt64LittleEndian(length, file.Length);
            hash.AppendData(length);
            hash.AppendData(file.Sha256);
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..Length].ToLowerInvariant();
    }
}
