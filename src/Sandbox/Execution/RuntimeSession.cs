using System.Threading.Channels;
using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>
/// What one process says over its Runtime API, in order, as events; and the invocations that it is handed. Another process of the same
/// environment (after a failed init) gets a new session.
/// </summary>
internal sealed class RuntimeSession
{
    private readonly Channel<RuntimeEvent> _events = Channel.CreateUnbounded<RuntimeEvent>();
    private readonly Lock _gate = new();
    private TaskCompletionSource<NextInvocation?>? _asking;
    private string? _current;
    private bool _initialized;

    /// <summary>What happened, one after another.</summary>
    internal ChannelReader<RuntimeEvent> Events => _events.Reader;

    /// <summary>Says that the process ended; nothing comes after it.</summary>
    internal void Exited(Processes.ExitStatus status) => _events.Writer.TryWrite(new RuntimeEvent.Exited(status));

    /// <summary>Gives the process, which asked for it, its next invocation. False when nobody asks any more.</summary>
    internal bool TryHandOut(NextInvocation next)
    {
        lock (_gate)
        {
            var handedOut = _asking?.TrySetResult(next) ?? false;
            _current = handedOut ? next.Invocation.RequestId : null;
            _asking = null;
            return handedOut;
        }
    }

    /// <summary>GET /invocation/next: waits until there is one. Null while the one before is not answered.</summary>
    internal async Task<NextInvocation?> NextAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<NextInvocation?> asking;
        lock (_gate)
        {
            if (_current is not null)
            {
                return null;
            }

            _initialized = true;
            _asking?.TrySetCanceled(CancellationToken.None);
            _asking = asking = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _events.Writer.TryWrite(new RuntimeEvent.Ready());
        }

        await using var gone = cancellationToken.Register(() => asking.TrySetCanceled(cancellationToken));
        return await asking.Task;
    }

    /// <summary>POST /invocation/ID/response.</summary>
    internal RuntimeReply Respond(string requestId, byte[] payload) =>
        Answer(requestId, new RuntimeEvent.Answered(payload, null));

    /// <summary>POST /invocation/ID/error.</summary>
    internal RuntimeReply Fail(string requestId, byte[] payload, string? errorType) =>
        Answer(requestId, new RuntimeEvent.Answered(payload, errorType ?? "Runtime.Unknown"));

    /// <summary>A response larger than Lambda takes.</summary>
    internal void RefuseOversized(string requestId) =>
        Answer(requestId, new RuntimeEvent.Answered(FunctionFault.ResponseTooLarge().ToJson(), FunctionFault.ResponseTooLarge().ErrorType));

    /// <summary>POST /init/error: allowed until the first /next.</summary>
    internal RuntimeReply FailInit(byte[] payload, string? errorType)
    {
        lock (_gate)
        {
            if (_initialized)
            {
                return RuntimeReply.WrongState;
            }

            _initialized = true;
            _events.Writer.TryWrite(new RuntimeEvent.InitFailed(payload, errorType ?? "Runtime.Unknown"));
            return RuntimeReply.Accepted;
        }
    }

    private RuntimeReply Answer(string requestId, RuntimeEvent answer)
    {
        lock (_gate)
        {
            if (_current != requestId)
            {
                return RuntimeReply.UnknownRequest;
            }

            _current = null;
            _events.Writer.TryWrite(answer);
            return RuntimeReply.Accepted;
        }
    }
}

/// <summary>How a request of the Runtime API is answered.</summary>
internal enum RuntimeReply
{
    /// <summary>202.</summary>
    Accepted,

    /// <summary>The id is not that of the running invocation.</summary>
    UnknownRequest,

    /// <summary>Not at this time.</summary>
    WrongState,
}

/// <summary>One invocation with what its headers tell beyond it.</summary>
internal sealed record NextInvocation(Invocation Invocation, DateTimeOffset Deadline, string TraceId);

/// <summary>What a process said or did.</summary>
internal abstract record RuntimeEvent
{
    /// <summary>It asks for an invocation: it is initialized, or done with the one before.</summary>
    internal sealed record Ready : RuntimeEvent;

    /// <summary>It answered the invocation, with an error where the error's type is not null.</summary>
    internal sealed record Answered(byte[] Payload, string? ErrorType) : RuntimeEvent;

    /// <summary>It reported that it can not start.</summary>
    internal sealed record InitFailed(byte[] Payload, string ErrorType) : RuntimeEvent;

    /// <summary>It ended.</summary>
    internal sealed record Exited(Processes.ExitStatus Status) : RuntimeEvent;
}
