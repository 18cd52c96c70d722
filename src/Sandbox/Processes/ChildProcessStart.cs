namespace TemporalLambda.Sandbox.Processes;

/// <summary>What a child is started from. A standard descriptor that is not given is /dev/null.</summary>
internal sealed record ChildProcessStart(string File)
{
    /// <summary>What comes after the program's own name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>All variables that it gets.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Its working directory; without, this process's.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// A session of its own instead of only a process group: no terminal reaches it. Without, the kernel ends stopped processes of the
    /// group by itself when the last process that could continue them is gone.
    /// </summary>
    public bool NewSession { get; init; }

    /// <summary>The descriptor that becomes its standard input.</summary>
    public int? Input { get; init; }

    /// <summary>The descriptor that becomes its standard output.</summary>
    public int? Output { get; init; }

    /// <summary>The descriptor that becomes its standard error.</summary>
    public int? Error { get; init; }
}

/// <summary>A file that could not be executed.</summary>
internal sealed class SpawnException(string file, int error) : IOException($"{file} can not be executed (error {error}).")
{
    /// <summary>The number as in errno.h.</summary>
    public int Error { get; } = error;
}
