using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TemporalLambda.DevServer;

/// <summary>
/// The server that comes compressed beside this assembly. It is unpacked once into the user's cache folder: whole or not at all, checked
/// at each use, and mended when it was damaged, however many processes start at once.
/// </summary>
internal sealed class CarriedServer
{
    public const string Version = "1.32.1";
    private const string Sha256 = "aaafcdd445872bc2dd5268fc204b2b2e97887d800bd22392f23da513d892ae3d";
    private const int WouldBlock = 11; // Linux's EWOULDBLOCK: another process has the lock.
    private const string PackedName = $"temporal-server-{Version}-linux-x64.br";

    public string PackedPath { get; init; } = System.IO.Path.Combine(AssemblyFolder(), "server", PackedName);

    public string CachePath { get; init; } = CacheFolder.Path(Environment.GetEnvironmentVariable);

    /// <summary>The carried server on Linux x64; null elsewhere, and where it was not shipped.</summary>
    public static async Task<TemporalExecutable?> FindAsync(CancellationToken cancellation)
    {
        CarriedServer carried = new();
        bool runs = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 && File.Exists(carried.PackedPath);
        return runs
            ? new(await carried.UnpackAsync(cancellation), ExecutableSource.Carried, new(new(0, 0, 0), System.Version.Parse(Version), HasWebUi: false))
            : null;
    }

    /// <summary>The unpacked executable's path.</summary>
    public async Task<string> UnpackAsync(CancellationToken cancellation)
    {
        string path = System.IO.Path.Combine(CachePath, $"temporal-server-{Version}");
        try
        {
            if (await IsWholeAsync(path, cancellation))
            {
                return path;
            }

            Directory.CreateDirectory(CachePath);
            await using FileStream turn = await TakeTurnAsync(cancellation);
            if (!await IsWholeAsync(path, cancellation))
            {
                RemoveLeftovers();
                await UnpackToAsync(path, cancellation);
            }

            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DevServerErrors.ServerCacheNotWritable(CachePath, e);
        }
    }

    private static async Task<bool> IsWholeAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        string found = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        return found == Sha256 && (OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute));
    }

    // Only spares the others the work: the file moves into place in one step, so that it is safe also where a file system has no locks.
    private async Task<FileStream> TakeTurnAsync(CancellationToken cancellation)
    {
        string path = System.IO.Path.Combine(CachePath, ".unpacking.lock");
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.HResult == WouldBlock)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }

    private async Task UnpackToAsync(string path, CancellationToken cancellation)
    {
        string unpacking = System.IO.Path.Combine(CachePath, $".unpacking-{Guid.NewGuid():N}");
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            }

            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using (FileStream target = new(unpacking, options))
            {
                await using BrotliStream source = new(File.OpenRead(PackedPath), CompressionMode.Decompress);
                byte[] buffer = new byte[1 << 20];
                for (int read; (read = await ReadAsync(source, buffer, cancellation)) > 0;)
                {
                    hash.AppendData(buffer, 0, read);
                    await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
                }
            }

            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != Sha256)
            {
                throw DevServerErrors.CarriedServerDamaged(PackedPath, null);
            }

            File.Move(unpacking, path, overwrite: true);
        }
        finally
        {
            File.Delete(unpacking);
        }
    }

    private async Task<int> ReadAsync(BrotliStream source, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw DevServerErrors.CarriedServerDamaged(PackedPath, e);
        }
    }

    // What a killed process left behind; nobody needs ten minutes to unpack.
    private void RemoveLeftovers()
    {
        foreach (string file in Directory.EnumerateFiles(CachePath, ".unpacking-*"))
        {
            if (File.GetLastWriteTimeUtc(file) < DateTime.UtcNow.AddMinutes(-10))
            {
                File.Delete(file);
            }
        }
    }

    private static string AssemblyFolder() =>
        System.IO.Path.GetDirectoryName(typeof(CarriedServer).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
}
