namespace TemporalLambda.Packaging;

/// <summary>How a .NET project is published.</summary>
public enum WorkerPackaging
{
    /// <summary>
    /// <see cref="NativeAot"/> where the project says <c>PublishAot</c> and this machine can build it, else <see cref="ReadyToRun"/>.
    /// </summary>
    Auto,

    /// <summary>Compiled ahead of time to one native executable, for <c>provided.al2023</c>. Starts fastest.</summary>
    NativeAot,

    /// <summary>A trimmed, precompiled single file that brings its own runtime, for <c>provided.al2023</c>.</summary>
    ReadyToRun,

    /// <summary>Assemblies for Lambda's managed .NET runtime (<c>dotnet10</c>).</summary>
    FrameworkDependent,
}
