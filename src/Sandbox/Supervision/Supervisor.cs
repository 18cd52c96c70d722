using System.Collections;
using System.Runtime.InteropServices;
using TemporalLambda.Sandbox.Processes;

namespace TemporalLambda.Sandbox.Supervision;

/// <summary>
/// The process that users start. It runs the host, which does everything, as its child and has one task: that nothing is left when it is
/// over, however it came to be over. It ends when its owner is gone, when it is told to (Ctrl+C, SIGTERM, SIGHUP), or with its host.
/// </summary>
internal static class Supervisor
{
    /// <summary>The first argument of the host, followed by its data folder; people never give it.</summary>
    internal const string HostArgument = "host";

    // The host needs some 100 ms to end by itself; a hanging one is killed.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>Runs the sandbox; the result is the exit code.</summary>
    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        Posix.BecomeSubreaper();
        ChildProcess.ReapOrphans = true;
        var owned = OwnerLink.Exists;
        if (owned)
        {
            // The owner decides when it ends: Ctrl+C in its terminal, which may be meant for something else, is for the owner to see.
            _ = Posix.SetSession();
        }

        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = OnSignal(PosixSignal.SIGINT, told);
        using var terminate = OnSignal(PosixSignal.SIGTERM, told);
        using var hangUp = OnSignal(PosixSignal.SIGHUP, told);

        var folder = Directory.CreateTempSubdirectory("temporal-lambda-sandbox-").FullName;
        try
        {
            var lifeline = Posix.MakePipe(nonBlockingRead: false);
            var host = StartHost(folder, arguments, lifeline.Read);
            _ = Posix.Close(lifeline.Read);
            await Task.WhenAny(host.Exited, told.Task, owned ? OwnerLink.WaitForEndAsync() : told.Task);
            _ = Posix.Close(lifeline.Write);
            await Task.WhenAny(host.Exited, Task.Delay(Grace));
            return host.Exited.IsCompletedSuccessfully ? host.Exited.Result.Code + (host.Exited.Result.Signal > 0 ? 128 : 0) : 1;
        }
        finally
        {
            ProcessTree.KillDescendants();
            ProcessTree.RemoveFolder(folder);
        }
    }

    private static ChildProcess StartHost(string folder, IReadOnlyList<string> arguments, int lifeline)
    {
        var program = Environment.ProcessPath!;
        var assembly = typeof(Supervisor).Assembly.Location;
        var own = Path.GetFileNameWithoutExtension(program) == Path.GetFileNameWithoutExtension(assembly) ? [] : new[] { assembly };
        return ChildProcess.Start(new ChildProcessStart(program)
        {
            Arguments = [.. own, HostArgument, folder, .. arguments],
            Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!),
            NewSession = true,
            Input = lifeline,
            Output = 1,
            Error = 2,
        });
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, TaskCompletionSource told) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            told.TrySetResult();
        });
}
