using System.Management.Automation;

namespace TemporalLambda.Cmdlets.Sandbox;

/// <summary>Remove-Module ends the sandboxes: nobody could stop them afterwards.</summary>
public sealed class ModuleRemoval : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => SandboxSession.StopAll();
}
