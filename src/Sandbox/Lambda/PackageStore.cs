using System.Security.Cryptography;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>A package by its content.</summary>
/// <param name="Sha256">The hash as Lambda shows it, in Base64.</param>
/// <param name="Size">The zip's size in bytes.</param>
/// <param name="Folder">Where it is unpacked, once <see cref="PackageStore.UnpackAsync"/> is done.</param>
/// <param name="ZipFile">The zip as it came.</param>
internal sealed record StoredPackage(string Sha256, long Size, string Folder, string ZipFile);

/// <summary>Keeps packages as zip and unpacked, each content once, as long as a function needs it.</summary>
internal sealed class PackageStore(string dataFolder, FunctionStore functions)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private int _folders;

    private string Packages => Path.Combine(dataFolder, "packages");

    /// <summary>
    /// Takes a zip in, checks it and keeps it at least until the result is disposed; by then a function has to have it, or it goes with
    /// the next <see cref="RemoveUnused"/>.
    /// </summary>
    /// <param name="write">Writes the zip: a large one never is in memory as a whole.</param>
    public Pin Add(Action<Stream> write)
    {
        Directory.CreateDirectory(Packages);
        string incoming = Path.Combine(Packages, Path.GetRandomFileName());
        try
        {
            byte[] hash = Write(incoming, write);
            PackageArchive.Check(incoming);
            return Keep(incoming, hash);
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    /// <summary>Waits until the package is unpacked; it is only unpacked once.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public Task UnpackAsync(StoredPackage package)
    {
        lock (_lock)
        {
            return _entries.Values.First(entry => entry.Package == package).Unpacked.Value;
        }
    }

    /// <summary>Removes what no function needs any more.</summary>
    public void RemoveUnused()
    {
        lock (_lock)
        {
            var needed = functions.All().SelectMany(function => function.Packages).ToHashSet();
            foreach (var (name, entry) in _entries.Where(pair => pair.Value.IsIdle && !needed.Contains(pair.Value.Package)).ToList())
            {
                _entries.Remove(name);
                File.Delete(entry.Package.ZipFile);
                RemoveFolder(entry.Package.Folder);
            }
        }
    }

    private static byte[] Write(string path, Action<Stream> write)
    {
        using var sha256 = SHA256.Create();
        using (var file = File.Create(path))
        using (var hashing = new CryptoStream(file, sha256, CryptoStreamMode.Write))
        {
            write(hashing);
        }
        return sha256.Hash!;
    }

    private Pin Keep(string incoming, byte[] hash)
    {
        string name = Convert.ToHexStringLower(hash);
        lock (_lock)
        {
            if (!_entries.TryGetValue(name, out var entry))
            {
                string file = Path.Combine(Packages, name + ".zip");
                File.Move(incoming, file);
                // A folder of its own even for a package that was here before: something may still be running in the old one.
                string folder = Path.Combine(dataFolder, "code", $"{name[..16]}-{++_folders}");
                entry = new Entry(new StoredPackage(Convert.ToBase64String(hash), new FileInfo(file).Length, folder, file));
                _entries[name] = entry;
            }
            entry.Pins++;
            return new Pin(this, entry);
        }
    }

    private static void RemoveFolder(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something still writes there: it goes with the data folder then.
        }
    }

    /// <summary>Holds a package that no function has yet.</summary>
    public sealed class Pin : IDisposable
    {
        private readonly PackageStore _store;
        private readonly Entry _entry;

        internal Pin(PackageStore store, Entry entry) => (_store, _entry) = (store, entry);

        public StoredPackage Package => _entry.Package;

        public void Dispose()
        {
            lock (_store._lock)
            {
                _entry.Pins--;
            }
        }
    }

    internal sealed class Entry(StoredPackage package)
    {
        public StoredPackage Package => package;

        public Lazy<Task> Unpacked { get; } = new(() => Task.Run(() => PackageArchive.Unpack(package.ZipFile, package.Folder)));

        public int Pins { get; set; }

        /// <summary>Nobody holds it, and it is not just being unpacked (then it goes later).</summary>
        public bool IsIdle => Pins == 0 && (!Unpacked.IsValueCreated || Unpacked.Value.IsCompleted);
    }
}
