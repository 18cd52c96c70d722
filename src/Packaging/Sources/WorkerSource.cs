namespace TemporalLambda.Packaging.Sources;

/// <summary>What lies at a request's path.</summary>
/// <param name="Path">The file or folder itself.</param>
/// <param name="Name">What a deployment is called after it, as long as the user gives no name.</param>
public abstract record WorkerSource(string Path, string Name);

/// <summary>A .NET project.</summary>
/// <param name="Path">The project file.</param>
/// <param name="Name">The project's name.</param>
public sealed record ProjectSource(string Path, string Name) : WorkerSource(Path, Name)
{
    /// <summary>The project's folder.</summary>
    public string Folder { get; } = System.IO.Path.GetDirectoryName(Path)!;
}

/// <summary>A Go package with a main function.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Name">The last part of the module's name, or of the folder's below it.</param>
public sealed record GoSource(string Path, string Name) : WorkerSource(Path, Name);

/// <summary>A package that is zipped already.</summary>
/// <param name="Path">The zip.</param>
/// <param name="Name">The zip's name.</param>
public sealed record ZipSource(string Path, string Name) : WorkerSource(Path, Name);

/// <summary>A folder whose files are the package.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Name">The folder's name.</param>
public sealed record FolderSource(string Path, string Name) : WorkerSource(Path, Name);

/// <summary>One program, which becomes the package's bootstrap.</summary>
/// <param name="Path">The program.</param>
/// <param name="Name">The program's name, or its folder's where it is just called bootstrap.</param>
public sealed record ExecutableSource(string Path, string Name) : WorkerSource(Path, Name);
