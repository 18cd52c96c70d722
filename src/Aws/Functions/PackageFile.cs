using System.IO.Compression;
using System.Security.Cryptography;

namespace TemporalLambda.Aws.Functions;

/// <summary>The zip that goes to Lambda.</summary>
public static class PackageFile
{
    /// <summary>What one request may carry.</summary>
    internal const long LargestDirect = 50L * 1024 * 1024;

    /// <summary>Whether the package says itself where the worker connects to, by a temporal.toml as every Temporal SDK reads it.</summary>
    /// <exception cref="StageException">The package is not there or is no zip.</exception>
    public static bool HasConnection(string path)
    {
        Check(path);
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            return zip.GetEntry("temporal.toml") is not null;
        }
        catch (InvalidDataException e)
        {
            throw AwsErrors.PackageNotZip(path, e);
        }
    }

    /// <summary>The file's SHA-256, as Lambda writes it.</summary>
    internal static async Task<string> Sha256Async(string path, CancellationToken cancellationToken)
    {
        Check(path);
        using FileStream file = File.OpenRead(path);
        return Convert.ToBase64String(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>The file's size in bytes.</summary>
    internal static long SizeOf(string path) => new FileInfo(path).Length;

    /// <summary>The file's bytes, which must be those that the plan was made for.</summary>
    internal static async Task<byte[]> ReadAsync(WantedFunction wanted, CancellationToken cancellationToken)
    {
        string path = wanted.PackagePath ?? throw AwsErrors.PackageNotFound("");
        Check(path);
        byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return Convert.ToBase64String(SHA256.HashData(bytes)) == wanted.PackageSha256 ? bytes : throw AwsErrors.PackageChanged(path);
    }

    private static void Check(string path)
    {
        if (!File.Exists(path))
        {
            throw AwsErrors.PackageNotFound(path);
        }
    }
}
