namespace TemporalLambda.Packaging.Zipping;

/// <summary>One file of a package, wherever its content lies now.</summary>
/// <param name="Name">Its path in the package, with forward slashes.</param>
/// <param name="IsExecutable">It has an execute bit.</param>
/// <param name="Open">Opens the content; each call gives a new stream.</param>
/// <param name="LinkTarget">Where it points, for a symbolic link; null for a file.</param>
public sealed record PackageEntry(string Name, bool IsExecutable, Func<Stream> Open, string? LinkTarget = null)
{
    /// <summary>The mode that everyone on Lambda can work with: files there belong to another user than the function's.</summary>
    public int UnixMode => LinkTarget is not null ? 0xA1FF : IsExecutable ? 0x81ED : 0x81A4;
}
