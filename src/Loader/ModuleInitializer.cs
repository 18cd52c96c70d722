using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace TemporalLambda.Loader;

/// <summary>
/// Runs before PowerShell loads the manifest's RootModule. That is a bare name with no file beside the manifest, so PowerShell asks the
/// runtime for it by name, and the answer comes from <see cref="ModuleLoadContext"/>.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string RootModule = "TemporalLambda.Cmdlets";

    // One context for the process: a second import, or one with -Force, finds the same types again.
    private static readonly Lazy<Assembly> Cmdlets = new(LoadCmdlets);

    /// <inheritdoc/>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) => name.Name == RootModule ? Cmdlets.Value : null;

    private static Assembly LoadCmdlets()
    {
        string folder = Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!;
        return new ModuleLoadContext(Path.Combine(folder, "bin", RootModule + ".dll")).LoadMain();
    }
}
