using System.Text;
using TemporalLambda.Sandbox.Lambda;
using TemporalLambda.Sandbox.Logs;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>The log stream of one execution environment, and the end of what the running invocation wrote to it.</summary>
internal sealed class EnvironmentLog(ILogSink sink, FunctionVersion version, TimeProvider time)
{
    // What the X-Amz-Log-Result header has room for.
    private const int TailLength = 4096;

    private readonly Lock _gate = new();
    private readonly StringBuilder _tail = new();

    /// <summary>The stream's name.</summary>
    internal string Stream { get; } = LogLines.StreamName(time.GetUtcNow(), version.Version);

    /// <summary>The last 4 KB since <see cref="BeginTail"/>.</summary>
    internal string Tail
    {
        get
        {
            lock (_gate)
            {
                return _tail.ToString(Math.Max(0, _tail.Length - TailLength), Math.Min(TailLength, _tail.Length));
            }
        }
    }

    internal void BeginTail()
    {
        lock (_gate)
        {
            _tail.Clear();
        }
    }

    internal void Write(string message)
    {
        lock (_gate)
        {
            sink.Append(version, Stream, time.GetUtcNow(), message);
            _tail.Append(message);
            if (_tail.Length > 16 * TailLength)
            {
                _tail.Remove(0, _tail.Length - TailLength);
            }
        }
    }
}
