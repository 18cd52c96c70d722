using System.Collections.Concurrent;
using System.Text;
using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox.Tests.Clients;

/// <summary>Runs nothing: keeps what it was asked and echoes the event, with the content of the package's file "answer" where there is one.</summary>
internal sealed class RecordingInvoker : IFunctionInvoker
{
    public ConcurrentQueue<(FunctionVersion Version, Invocation Invocation)> Invoked { get; } = new();

    public ConcurrentQueue<(FunctionVersion Version, Invocation Invocation, AsyncInvokeSettings Settings)> Enqueued { get; } = new();

    public ConcurrentQueue<(string Function, string? Version)> Retired { get; } = new();

    public ConcurrentDictionary<string, int?> Reserved { get; } = new();

    /// <summary>What an invocation of a function ends with; otherwise it echoes.</summary>
    public ConcurrentDictionary<string, InvocationResult> Results { get; } = new();

    public Task<InvocationResult> InvokeAsync(FunctionVersion version, Invocation invocation, CancellationToken cancellationToken)
    {
        Invoked.Enqueue((version, invocation));
        if (Results.TryGetValue(version.FunctionName, out var result))
        {
            return Task.FromResult(result);
        }
        string answer = Path.Combine(version.CodeFolder, "answer");
        var payload = File.Exists(answer) ? File.ReadAllBytes(answer) : invocation.Payload;
        return Task.FromResult(new InvocationResult(payload, null, $"START RequestId: {invocation.RequestId}\n"));
    }

    public void Enqueue(FunctionVersion version, Invocation invocation, AsyncInvokeSettings settings) =>
        Enqueued.Enqueue((version, invocation, settings));

    public void SetReservedConcurrency(string functionName, int? limit) => Reserved[functionName] = limit;

    public Task RetireAsync(string functionName, string? version)
    {
        Retired.Enqueue((functionName, version));
        return Task.CompletedTask;
    }

    /// <summary>The event of the last synchronous invocation.</summary>
    public string LastPayload => Encoding.UTF8.GetString(Invoked.Last().Invocation.Payload.Span);
}
