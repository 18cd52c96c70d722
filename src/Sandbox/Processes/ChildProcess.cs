using System.Runtime.InteropServices;

namespace TemporalLambda.Sandbox.Processes;

/// <summary>
/// A child in a process group of its own, which <see cref="System.Diagnostics.Process"/> can not start: a group is what is stopped,
/// continued and killed as one. Its environment is exactly what is given, its signals are at their defaults (.NET ignores SIGPIPE, which
/// a child would inherit), and it inherits no descriptor but the three standard ones.
/// </summary>
internal sealed class ChildProcess
{
    // Starting, signalling and waiting exclude each other: an id is another's as soon as it was waited for.
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, ChildProcess> Running = [];

    // Kept for the life of the process: SIGCHLD also reaches .NET's own handler, which waits only for its own children.
    private static readonly Lazy<PosixSignalRegistration> Reaper = new(() => OperatingSystem.IsWindows()
        ? throw new PlatformNotSupportedException()
        : PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ =>
        {
            lock (Gate)
            {
                Reap();
            }
        }));

    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(int id) => Id = id;

    /// <summary>Its id, which is also that of its group.</summary>
    internal int Id { get; }

    /// <summary>Done when it ended; what was left of its group has been sent SIGKILL by then.</summary>
    internal Task<ExitStatus> Exited => _exited.Task;

    /// <summary>Whether orphans that this process took over as a subreaper are waited for too; only where no other code has children.</summary>
    internal static bool ReapOrphans { get; set; }

    /// <exception cref="SpawnException">The file could not be executed.</exception>
    internal static unsafe ChildProcess Start(ChildProcessStart start)
    {
        _ = Reaper.Value;
        var attributes = stackalloc byte[1024];
        var actions = stackalloc byte[512];
        var signals = stackalloc byte[128];
        Check(Posix.SpawnAttributesInit(attributes), start);
        Check(Posix.FileActionsInit(actions), start);
        var arguments = new NativeStrings([start.File, .. start.Arguments]);
        var environment = new NativeStrings(start.Environment.Select(pair => $"{pair.Key}={pair.Value}"));
        try
        {
            var group = start.NewSession ? Posix.SpawnSetSession : Posix.SpawnSetGroup;
            Check(Posix.SpawnSetFlags(attributes, (short)(group | Posix.SpawnSetSignalDefault | Posix.SpawnSetSignalMask)), start);
            _ = Posix.SignalsFill(signals);
            Check(Posix.SpawnSetDefaults(attributes, signals), start);
            _ = Posix.SignalsEmpty(signals);
            Check(Posix.SpawnSetMask(attributes, signals), start);
            AddStandard(actions, 0, start.Input, start);
            AddStandard(actions, 1, start.Output, start);
            AddStandard(actions, 2, start.Error, start);
            if (start.Folder is not null)
            {
                Check(Posix.FileActionsAddFolder(actions, start.Folder), start);
            }

            lock (Gate)
            {
                Check(Posix.Spawn(out var id, start.File, actions, attributes, arguments.Pointers, environment.Pointers), start);
                var child = new ChildProcess(id);
                Running.Add(id, child);
                return child;
            }
        }
        finally
        {
            arguments.Free();
            environment.Free();
            _ = Posix.FileActionsDestroy(actions);
            _ = Posix.SpawnAttributesDestroy(attributes);
        }
    }

    /// <summary>Sends a signal to the whole group; one that is gone is no error.</summary>
    internal void Signal(int signal)
    {
        lock (Gate)
        {
            if (Running.ContainsKey(Id))
            {
                _ = Posix.Kill(-Id, signal);
            }
        }
    }

    private static unsafe void AddStandard(byte* actions, int target, int? descriptor, ChildProcessStart start)
    {
        if (descriptor is null)
        {
            Check(Posix.FileActionsAddOpen(actions, target, "/dev/null", target == 0 ? 0 : Posix.WriteOnly, 0), start);
        }
        else
        {
            Check(Posix.FileActionsAddDuplicate(actions, descriptor.Value, target), start);
        }
    }

    private static void Check(int error, ChildProcessStart start)
    {
        if (error != 0)
        {
            throw new SpawnException(start.File, error);
        }
    }

    private static void Reap()
    {
        if (ReapOrphans)
        {
            int id, status;
            while ((id = Posix.WaitPid(-1, out status, Posix.WaitNoHang)) > 0)
            {
                if (Running.Remove(id, out var child))
                {
                    child._exited.TrySetResult(ExitStatus.FromWaitStatus(status));
                }
            }

            return;
        }

        foreach (var child in Running.Values.Where(child => HasEnded(child.Id)).ToList())
        {
            // As long as the leader is not waited for, its id can not be another's: the rest of the group is killed before.
            _ = Posix.Kill(-child.Id, Posix.SignalKill);
            _ = Posix.WaitPid(child.Id, out var status, 0);
            Running.Remove(child.Id);
            child._exited.TrySetResult(ExitStatus.FromWaitStatus(status));
        }
    }

    private static unsafe bool HasEnded(int id)
    {
        var info = stackalloc byte[128];
        new Span<byte>(info, 128).Clear();
        return Posix.WaitId(Posix.WaitForId, (uint)id, info, Posix.WaitExited | Posix.WaitNoHang | Posix.WaitNoReap) == 0
            && *(int*)info != 0;
    }

    /// <summary>A null-terminated array of C strings.</summary>
    private unsafe struct NativeStrings
    {
        private readonly int _count;

        internal NativeStrings(IEnumerable<string> values)
        {
            var list = values.ToList();
            _count = list.Count;
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
            {
                Pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(list[i]);
            }
        }

        internal byte** Pointers { get; }

        internal readonly void Free()
        {
            for (var i = 0; i < _count; i++)
            {
                Marshal.FreeCoTaskMem((nint)Pointers[i]);
            }

            NativeMemory.Free(Pointers);
        }
    }
}
