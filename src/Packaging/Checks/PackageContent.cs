using System.Text;
using TemporalLambda.Packaging.Zipping;

namespace TemporalLambda.Packaging.Checks;

/// <summary>All files of a package, read once: what the checks and the fingerprint are made from.</summary>
/// <param name="source">What the package came from, for messages.</param>
/// <param name="files">The files.</param>
internal sealed class PackageContent(string source, IReadOnlyList<ScannedFile> files)
{
    private const string RuntimeName = "TemporalLambda.Runtime";
    private const string RuntimeAssembly = RuntimeName + ".dll";

    private readonly Dictionary<string, ScannedFile> _byName = files.ToDictionary(f => f.Name, StringComparer.Ordinal);
    private IReadOnlySet<string>? _bundled;

    public string Source => source;

    public IReadOnlyList<ScannedFile> Files => files;

    public IEnumerable<PackageEntry> Entries => files.Select(f => f.Entry);

    public long UnpackedSize => files.Sum(f => f.Length);

    public ScannedFile? Find(string name) => _byName.GetValueOrDefault(name);

    public ScannedFile? Bootstrap => Find("bootstrap");

    /// <summary>The files inside of the single-file executable, where the bootstrap is one.</summary>
    public IReadOnlySet<string> Bundled => _bundled ??= ReadBundle();

    /// <summary>Whether TemporalLambda.Runtime is inside; known after <see cref="FindOurRuntime"/>.</summary>
    public bool HasOurRuntime { get; private set; }

    /// <summary>Looks for our runtime while the files are open: as a file, in the single file, or compiled into the native executable.</summary>
    public void FindOurRuntime() => HasOurRuntime =
        Find(RuntimeAssembly) is not null || Bundled.Contains(RuntimeAssembly) || (Bundled.Count == 0 && BootstrapNames(RuntimeName));

    private IReadOnlySet<string> ReadBundle()
    {
        if (Bootstrap is not { Elf: not null } bootstrap)
        {
            return new HashSet<string>();
        }

        using Stream stream = Seekable.Open(bootstrap.Entry, bootstrap.Length);
        try
        {
            return SingleFileBundle.Files(stream);
        }
        catch (InvalidDataException e)
        {
            throw PackagingErrors.DamagedExecutable(source, bootstrap.Name, e);
        }
    }

    // A natively compiled assembly's name stays in the executable's metadata.
    private bool BootstrapNames(string text)
    {
        if (Bootstrap is not { Elf: not null } bootstrap)
        {
            return false;
        }

        using Stream stream = Seekable.Open(bootstrap.Entry, bootstrap.Length);
        return ByteSearch.Find(stream, Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
