using System.Globalization;
using System.Text;
using TemporalLambda.Sandbox.Processes;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>
/// The process of a function with everything that it started. Its process group is frozen, continued and killed as one; descendants that
/// left the group, even double-forked ones, are found by the TMPDIR that they inherited, which is this environment's alone.
/// </summary>
internal sealed class FunctionProcess : IAsyncDisposable
{
    // Long enough that a function under load is not searched for after each invocation.
    private static readonly TimeSpan SweepDelay = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly ChildProcess _child;
    private readonly OutputPump _output;
    private readonly byte[] _marker;
    private int[] _strays = [];
    private bool _frozen;
    private int _freezes;
    private long _peak;

    private FunctionProcess(ChildProcess child, OutputPump output, string temporaryFolder)
    {
        _child = child;
        _output = output;
        _marker = Encoding.UTF8.GetBytes($"\0TMPDIR={temporaryFolder}\0");
    }

    internal int Id => _child.Id;

    internal Task<ExitStatus> Exited => _child.Exited;

    /// <summary>The most memory that was resident at one time, in bytes, as far as was looked.</summary>
    internal long PeakBytes
    {
        get
        {
            Observe(Peak(Id));
            return Interlocked.Read(ref _peak);
        }
    }

    /// <exception cref="SpawnException">The file could not be executed.</exception>
    internal static async Task<FunctionProcess> StartAsync(
        FunctionProgram program, IReadOnlyDictionary<string, string> variables, string folder, Action<string> line)
    {
        var output = new OutputPump(line);
        try
        {
            var start = new ChildProcessStart(program.File)
            {
                Arguments = program.Arguments,
                Environment = variables,
                Folder = folder,
                Output = output.Ends.Output,
                Error = output.Ends.Error,
            };
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    return new FunctionProcess(ChildProcess.Start(start), output, variables["TMPDIR"]);
                }
                catch (SpawnException busy) when (busy.Error == Posix.TextFileBusy && attempt < 40)
                {
                    // Unpacked a moment ago: a child forked meanwhile holds the file open for writing until it is its own program.
                    await Task.Delay(25);
                }
            }
        }
        finally
        {
            // Without a child the pipes end at once.
            output.Begin();
        }
    }

    /// <summary>Stops it where it stands, as Lambda does between invocations.</summary>
    internal void Freeze()
    {
        lock (_gate)
        {
            _frozen = true;
            _freezes++;
            _child.Signal(Posix.SignalStop);
            _ = FreezeStraysAsync(_freezes);
        }
    }

    internal void Thaw()
    {
        lock (_gate)
        {
            _frozen = false;
            _child.Signal(Posix.SignalContinue);
            foreach (var stray in _strays)
            {
                _ = Posix.Kill(stray, Posix.SignalContinue);
            }

            _strays = [];
        }
    }

    /// <summary>Everything written up to now goes to the log; a last line without an end too when <paramref name="flush"/>.</summary>
    internal void DrainOutput(bool flush) => _output.Drain(flush);

    /// <summary>The memory that it and its descendants have resident at the moment of the table.</summary>
    internal long ResidentBytes(ProcessTable table)
    {
        var resident = table.Members(Id).Sum(entry => entry.ResidentBytes);
        Observe(resident);
        return resident;
    }

    /// <summary>Ends it and all that it started, frozen or not.</summary>
    internal void Kill()
    {
        var strays = Strays();
        _child.Signal(Posix.SignalKill);
        do
        {
            foreach (var stray in strays)
            {
                _ = Posix.Kill(stray, Posix.SignalKill);
            }

            // One that forked while the table was read is found by its marker in the next round.
            strays = Strays();
        }
        while (strays.Length > 0);
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Task.WhenAny(Exited, Task.Delay(TimeSpan.FromSeconds(5)));
        _output.Dispose();
    }

    private static long Peak(int id)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{id}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                {
                    return long.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024;
                }
            }
        }
        catch (IOException)
        {
            // It has ended.
        }

        return 0;
    }

    private void Observe(long resident)
    {
        long seen;
        while (resident > (seen = Interlocked.Read(ref _peak)))
        {
            Interlocked.CompareExchange(ref _peak, resident, seen);
        }
    }

    private async Task FreezeStraysAsync(int freeze)
    {
        await Task.Delay(SweepDelay);
        if (!StillFrozen())
        {
            return;
        }

        var strays = Strays();
        lock (_gate)
        {
            if (StillFrozen())
            {
                foreach (var stray in strays)
                {
                    _ = Posix.Kill(stray, Posix.SignalStop);
                }

                _strays = strays;
            }
        }

        bool StillFrozen()
        {
            lock (_gate)
            {
                return _frozen && _freezes == freeze;
            }
        }
    }

    private int[] Strays()
    {
        // Once the process was waited for, its id may be another's; what it left behind has only the marker anyway.
        var table = ProcessTable.Read();
        var below = Exited.IsCompleted ? [] : table.Members(Id).Select(entry => entry.Id).ToHashSet();
        return table.Entries
            .Where(entry => entry.IsAlive && entry.GroupId != Id && (below.Contains(entry.Id) || HasMarker(entry.Id)))
            .Select(entry => entry.Id)
            .ToArray();
    }

    private bool HasMarker(int id)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(_marker) >= 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
