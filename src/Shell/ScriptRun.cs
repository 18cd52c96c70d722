using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;

namespace TemporalLambda.Shell;

/// <summary>One script on the PowerShell engine, from its arguments to its exit code, as <c>pwsh -File</c> and <c>-Command</c> run it.</summary>
internal sealed class ScriptRun(string[] arguments)
{
    private readonly ConsoleHost _host = new();
    private int _signalExitCode;

    /// <returns>
    /// What the script gave to <c>exit</c>, else 0; 1 after an error that ended it or that was the last command's of -Command, 130 and 143 after
    /// Ctrl+C and SIGTERM.
    /// </returns>
    public int Execute()
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(_host, InitialSession());
        runspace.Open();
        runspace.SessionStateProxy.Path.SetLocation(Environment.CurrentDirectory);
        using var shell = PowerShell.Create(runspace);
        AddScript(shell);
        shell.AddCommand("Out-Default");
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);

        using PosixSignalRegistration interrupt = StopOn(PosixSignal.SIGINT, 130, shell);
        using PosixSignalRegistration terminate = StopOn(PosixSignal.SIGTERM, 143, shell);
        try
        {
            shell.Invoke();
        }
        catch (PipelineStoppedException)
        {
            return _signalExitCode;
        }
        catch (RuntimeException e)
        {
            WriteError(runspace, e.ErrorRecord);
            return 1;
        }
        finally
        {
            _host.Screen.EndProgress();
        }

        return _signalExitCode != 0 ? _signalExitCode : _host.ExitCode ?? 0;
    }

    private static InitialSessionState InitialSession()
    {
        var session = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            session.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        // `Import-Module TemporalLambda` finds the module that was built with this program, as an installed one is found.
        string modules = ModuleFolder.Find();
        Environment.SetEnvironmentVariable(
            "PSModulePath", modules + Path.PathSeparator + Environment.GetEnvironmentVariable("PSModulePath"));
        return session;
    }

    // A signal stops the pipeline, so that the script's finally blocks run and then this process ends with the signal's code.
    private PosixSignalRegistration StopOn(PosixSignal signal, int exitCode, PowerShell shell) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _signalExitCode = exitCode;
            shell.BeginStop(null, null);
        });

    private void AddScript(PowerShell shell)
    {
        if (arguments[0] is "-Command" or "-c")
        {
            shell.AddScript(string.Join(' ', arguments.Skip(1)) + "\nif (-not $?) { exit 1 }");
            return;
        }

        string path = Path.GetFullPath(arguments[0]);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no script {arguments[0]}.", path);
        }

        // Through the language, so that `-Name value` and `-Switch` bind as on a command line.
        string rest = string.Join(' ', arguments.Skip(1).Select(a => a.StartsWith('-') ? a : $"'{a.Replace("'", "''", StringComparison.Ordinal)}'"));

        // A script ends what calls it by an error alone: its `exit` sets these two.
        shell.AddScript($"& '{path.Replace("'", "''", StringComparison.Ordinal)}' {rest}\nif (-not $?) {{ exit $LASTEXITCODE }}");
    }

    private static void WriteError(Runspace runspace, ErrorRecord error)
    {
        // The engine's own view of errors, as pwsh asks for it: id, position and recommendation come from there.
        var marked = new PSObject(error);
        marked.Properties.Add(new PSNoteProperty("writeErrorStream", value: true));
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand("Out-Default").AddParameter("InputObject", marked).Invoke();
    }
}
