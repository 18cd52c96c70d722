using System.Runtime.InteropServices;

namespace TemporalLambda.EndToEnd.Tests.Processes;

/// <summary>Tests that run scripts, each a process of src/Shell, against a sandbox of their own with the Go worker.</summary>
public abstract class ScriptsInSandbox : IAsyncLifetime
{
    private SandboxProcess? _sandbox;

    internal static string Architecture => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x86_64";

    internal string PrincipalArn => _sandbox!.PrincipalArn;

    public async ValueTask InitializeAsync()
    {
        Sandbox.SkipWhereItCannotRun();
        _ = GoWorker.Package();
        _sandbox = await SandboxProcess.StartAsync();
    }

    public ValueTask DisposeAsync()
    {
        _sandbox?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal ShellRun RunShell(params string[] arguments) => new(arguments, _sandbox!.Environment.ToDictionary(v => v.Key, v => (string?)v.Value));
}
