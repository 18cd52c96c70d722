using System.Reflection;
using System.Runtime.Loader;

namespace TemporalLambda.Loader;

/// <summary>
/// Holds the cmdlets and everything they depend on, apart from what other modules brought along: AWS.Tools loads its own AWSSDK.Core
/// with the same assembly version as ours.
/// </summary>
internal sealed class ModuleLoadContext(string mainAssemblyPath) : AssemblyLoadContext("TemporalLambda")
{
    private readonly AssemblyDependencyResolver _resolver = new(mainAssemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    // Without this Temporal's native core is looked for in the default context, which does not know our folder.
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;
}
