using System.Runtime.InteropServices;
using TemporalLambda.Sandbox.Processes;

namespace TemporalLambda.Sandbox.Supervision;

/// <summary>
/// The supervisor's child, in which all parts run. Its standard input is the supervisor's lifeline: when that ends, by whatever cause, it
/// ends everything itself, so that not even a killed supervisor leaves something behind.
/// </summary>
internal static class HostProcess
{
    // Less than the supervisor waits.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs until told to end; the result is the exit code.</summary>
    internal static async Task<int> RunAsync(string folder, SandboxArguments arguments)
    {
        Posix.BecomeSubreaper();
        using var ending = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ending.Cancel();
        });
        _ = OwnerLink.WaitForEndAsync().ContinueWith(_ => ending.Cancel(), TaskScheduler.Default);
        await using var killing = ending.Token.Register(() => KillAll(folder));
        try
        {
            await using var sandbox = await RunningSandbox.StartAsync(folder, arguments, ending.Token);
            Console.Out.WriteLine(ReadyLine.For(sandbox.Ready));
            await Task.Delay(Timeout.Infinite, ending.Token);
            return 0;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return 0;
        }
        catch (StageException failure)
        {
            Console.Out.WriteLine(ReadyLine.For(failure));
            return 1;
        }
        catch (Exception failure)
        {
            Console.Out.WriteLine(ReadyLine.For(SandboxErrors.SandboxStartFailed(failure.Message, failure)));
            return 1;
        }
        finally
        {
            Clean(folder);
        }
    }

    private static void KillAll(string folder)
    {
        // Nothing here is worth a slow end: all state is in memory. Not on the thread pool: that may be what hangs.
        new Thread(() =>
        {
            ProcessTree.KillDescendants();
            Thread.Sleep(Grace);
            Clean(folder);
            Environment.Exit(1);
        }) { IsBackground = true, Name = "end" }.Start();
    }

    private static void Clean(string folder)
    {
        ProcessTree.KillDescendants();
        ProcessTree.RemoveFolder(folder);
    }
}
