using System.Runtime.InteropServices;
using TemporalLambda.Sandbox.Processes;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>
/// Reads what a function writes to standard output and error, line by line. <see cref="Drain"/> takes what is in the pipes at that
/// moment, so that a line written before the function asked for its next invocation stands before that invocation's END line.
/// </summary>
internal sealed class OutputPump : IDisposable
{
    // CloudWatch Logs takes events of 1 MB; Lambda cuts lines at 256 KB.
    private const int LongestLine = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly Action<string> _line;
    private readonly Pipe[] _pipes;
    private readonly Thread _thread;

    /// <param name="line">Is called with each line, without its end; by one thread at a time.</param>
    internal OutputPump(Action<string> line)
    {
        _line = line;
        _pipes = [new Pipe(), new Pipe()];
        _thread = new Thread(Run, 256 * 1024) { IsBackground = true, Name = "function output" };
    }

    /// <summary>The descriptors for the child.</summary>
    internal (int Output, int Error) Ends => (_pipes[0].Write, _pipes[1].Write);

    /// <summary>To be called once the child has its copies of the ends, or could not be started.</summary>
    internal void Begin()
    {
        foreach (var pipe in _pipes)
        {
            _ = Posix.Close(pipe.Write);
        }

        _thread.Start();
    }

    /// <summary>Hands on all that was written up to now; a last line without its end too when <paramref name="flush"/>.</summary>
    internal void Drain(bool flush)
    {
        lock (_gate)
        {
            foreach (var pipe in _pipes.Where(pipe => !pipe.AtEnd))
            {
                ReadAvailable(pipe);
            }

            foreach (var pipe in flush ? _pipes : [])
            {
                EmitRest(pipe);
            }
        }
    }

    /// <summary>Stops reading; it is called after the process ended.</summary>
    public void Dispose()
    {
        // A descendant that left the process group may keep the pipe open; it has no say any more.
        lock (_gate)
        {
            foreach (var pipe in _pipes)
            {
                if (!pipe.AtEnd)
                {
                    ReadAvailable(pipe);
                }

                EmitRest(pipe);
                pipe.AtEnd = true;
            }
        }

        if (_thread.Join(TimeSpan.FromSeconds(1)))
        {
            foreach (var pipe in _pipes)
            {
                _ = Posix.Close(pipe.Read);
            }
        }
    }

    private unsafe void Run()
    {
        var entries = stackalloc Posix.PollEntry[2];
        while (true)
        {
            var open = 0;
            lock (_gate)
            {
                foreach (var pipe in _pipes.Where(pipe => !pipe.AtEnd))
                {
                    entries[open++] = new Posix.PollEntry { Descriptor = pipe.Read, Events = Posix.PollIn };
                }
            }

            if (open == 0)
            {
                return;
            }

            // Wakes up now and then to notice that it was disposed while a descendant still holds the pipe.
            if (Posix.Poll(entries, (nuint)open, 500) > 0)
            {
                Drain(flush: false);
            }
        }
    }

    private unsafe void ReadAvailable(Pipe pipe)
    {
        Span<byte> buffer = stackalloc byte[16 * 1024];
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = (int)Posix.Read(pipe.Read, start, buffer.Length);
                if (count <= 0)
                {
                    // 0 is the end; an error means nothing to read now, or a signal.
                    pipe.AtEnd = count == 0;
                    if (count < 0 && Marshal.GetLastPInvokeError() == Posix.Interrupted)
                    {
                        continue;
                    }

                    return;
                }

                Split(pipe, buffer[..count]);
            }
        }
    }

    private void Split(Pipe pipe, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            if (value == (byte)'\n' || pipe.Line.Count == LongestLine)
            {
                _line(pipe.TakeLine());
            }

            if (value != (byte)'\n')
            {
                pipe.Line.Add(value);
            }
        }
    }

    private void EmitRest(Pipe pipe)
    {
        if (pipe.Line.Count > 0)
        {
            _line(pipe.TakeLine());
        }
    }

    private sealed class Pipe
    {
        internal Pipe() => (Read, Write) = Posix.MakePipe(nonBlockingRead: true);

        internal int Read { get; }

        internal int Write { get; }

        internal bool AtEnd { get; set; }

        internal List<byte> Line { get; } = [];

        internal string TakeLine()
        {
            var line = System.Text.Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(Line));
            Line.Clear();
            return line;
        }
    }
}
