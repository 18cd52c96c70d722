using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace TemporalLambda.Cmdlets.Tests.Engine;

/// <summary>A PowerShell engine with the built module imported, for one test.</summary>
public sealed class ModuleEngine : IDisposable
{
    public static readonly string ModulePath = typeof(ModuleEngine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "ModulePath").Value!;

    private readonly Runspace _runspace;

    public ModuleEngine(bool import = true)
    {
        var session = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            session.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        _runspace = RunspaceFactory.CreateRunspace(Host, session);
        _runspace.Open();
        if (import)
        {
            Run($"Import-Module '{ModulePath}'").AssertNoErrors();
        }
    }

    /// <summary>What was written to the host itself, as -WhatIf lines are.</summary>
    public RecordingHost Host { get; } = new();

    /// <summary>Runs a script and gathers every stream; a terminating error is one of the errors.</summary>
    public EngineResult Run(string script, params (string Name, object? Value)[] variables)
    {
        using PowerShell shell = Create(script, variables);
        List<PSObject> output = [];
        ErrorRecord? terminating = null;
        try
        {
            output.AddRange(shell.Invoke());
        }
        catch (RuntimeException e)
        {
            terminating = e.ErrorRecord;
        }

        return new EngineResult(shell, output, terminating, Host.TakeLines());
    }

    /// <summary>A script that is not yet running, for tests that stop it.</summary>
    public PowerShell Create(string script, params (string Name, object? Value)[] variables)
    {
        foreach ((string name, object? value) in variables)
        {
            _runspace.SessionStateProxy.SetVariable(name, value);
        }

        return PowerShell.Create(_runspace).AddScript(script);
    }

    public void Dispose() => _runspace.Dispose();
}
