using System.Diagnostics.CodeAnalysis;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace TemporalLambda.Temporal.Tests.Fixtures;

/// <summary>What a function would run: a worker of one version, here in the test's process.</summary>
public sealed class TestWorker : IAsyncDisposable
{
    private readonly TemporalWorker _worker;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private TestWorker(TemporalWorker worker)
    {
        _worker = worker;
        _running = worker.ExecuteAsync(_stop.Token);
    }

    public static async Task<TestWorker> StartAsync(string address, string deployment, string buildId, string taskQueue)
    {
        TemporalClient client = await TemporalClient.ConnectAsync(new(address) { Namespace = "default" });
        TemporalWorkerOptions options = new(taskQueue)
        {
            DeploymentOptions = new(new(deployment, buildId), useWorkerVersioning: true) { DefaultVersioningBehavior = VersioningBehavior.Pinned },
        };
        return new(new(client, options.AddWorkflow<EchoWorkflow>().AddWorkflow<FailingWorkflow>().AddWorkflow<WaitingWorkflow>()));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        _worker.Dispose();
        _stop.Dispose();
    }
}

/// <summary>Returns its input.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Temporal runs it on an instance.")]
[Workflow("Echo")]
public class EchoWorkflow
{
    [WorkflowRun]
    public Task<object?> RunAsync(object? input = null) => Task.FromResult(input);
}

/// <summary>Fails with its input as message.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Temporal runs it on an instance.")]
[Workflow("Failing")]
public class FailingWorkflow
{
    [WorkflowRun]
    public Task RunAsync(string message) => throw new ApplicationFailureException(message, new ApplicationFailureException("the root"), "Broken", nonRetryable: true);
}

/// <summary>Is open until it is told to go on.</summary>
[Workflow("Waiting")]
public class WaitingWorkflow
{
    private bool _go;

    [WorkflowRun]
    public Task RunAsync() => Workflow.WaitConditionAsync(() => _go);

    [WorkflowSignal]
    public Task GoAsync()
    {
        _go = true;
        return Task.CompletedTask;
    }
}
