using System.Text;
using System.Text.Json;
using TemporalLambda.Runtime.Configuration;
using TemporalLambda.Runtime.Logging;

namespace TemporalLambda.Runtime.Tests.Parts;

/// <summary>A whole worker, from init to its last invocation, within the test's process: only the process itself is missing.</summary>
internal sealed class WorkerInProcess : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly LogLines output = new();

    public WorkerInProcess(IReadOnlyDictionary<string, string> variables, Action<LambdaWorkerBuilder> configure) =>
        Exit = RunAsync(configure, new FunctionEnvironment(variables));

    /// <summary>The exit code that a process would have.</summary>
    public Task<int> Exit { get; }

    /// <summary>What was logged, as text.</summary>
    public string Text => string.Join('\n', output.Lines());

    /// <summary>The messages that were logged, each with its level in front.</summary>
    public IReadOnlyList<string> Log => [.. output.Lines().Select(line =>
    {
        using var json = JsonDocument.Parse(line);
        return $"{json.RootElement.GetProperty("level").GetString()} {json.RootElement.GetProperty("message").GetString()}";
    })];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Exit.WaitAsync(TimeSpan.FromSeconds(60));
        stop.Dispose();
    }

    private async Task<int> RunAsync(Action<LambdaWorkerBuilder> configure, FunctionEnvironment environment)
    {
        var context = new LogContext { FunctionVersion = environment.FunctionVersion };
        using var loggerFactory = WorkerLog.Create(environment, output, context, TimeProvider.System);
        return await WorkerProcess.RunAsync(
            () => LambdaWorkerBuilder.Configured(configure), environment, context, loggerFactory, TimeProvider.System, stop.Token);
    }

    private sealed class LogLines : MemoryStream
    {
        private readonly Lock gate = new();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            lock (gate)
            {
                base.Write(buffer);
            }
        }

        public string[] Lines()
        {
            lock (gate)
            {
                return Encoding.UTF8.GetString(ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
        }
    }
}
