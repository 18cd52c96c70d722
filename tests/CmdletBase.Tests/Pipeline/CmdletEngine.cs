using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace TemporalLambda.CmdletBase.Tests.Pipeline;

/// <summary>An engine with cmdlets of the tests' own.</summary>
internal static class CmdletEngine
{
    public static PowerShell Create(string script, params (string Name, Type Cmdlet)[] cmdlets)
    {
        var session = InitialSessionState.CreateDefault2();
        foreach ((string name, Type cmdlet) in cmdlets)
        {
            session.Commands.Add(new SessionStateCmdletEntry(name, cmdlet, helpFileName: null));
        }

        return PowerShell.Create(session).AddScript(script);
    }
}
