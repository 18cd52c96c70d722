using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace TemporalLambda.Loader;

/// <summary>
/// Holds the cmdlets and everything they depend on, apart from what other modules brought along: AWS.Tools loads its own AWSSDK.Core
/// with the same assembly version as ours.
/// </summary>
internal sealed class ModuleLoadContext(string mainAssemblyPath) : AssemblyLoadContext("TemporalLambda")
{
    private readonly AssemblyDependencyResolver _resolver = new(mainAssemblyPath);

    public Assembly LoadMain() => LoadFromAssemblyPath(Precompiled(mainAssemblyPath));

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(Precompiled(path)) : null;

    // Without this Temporal's native core is looked for in the default context, which does not know our folder.
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;

    // Compiled for one system and processor, an assembly cannot be loaded elsewhere, so each lies in a folder of its runtime's name.
    private static string Precompiled(string path)
    {
        string precompiled = Path.Combine(Path.GetDirectoryName(path)!, RuntimeInformation.RuntimeIdentifier, Path.GetFileName(path));
        return File.Exists(precompiled) ? precompiled : path;
    }
}
