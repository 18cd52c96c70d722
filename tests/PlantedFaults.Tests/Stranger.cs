using System.Diagnostics.CodeAnalysis;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace TemporalLambda.PlantedFaults.Tests;

/// <summary>A worker of the sound deployment that nobody deployed.</summary>
public sealed class Stranger : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TemporalWorker _worker;
    private readonly Task _polling;

    private Stranger(SoundWorker sound, string buildId, string identity, bool isSlow)
    {
        TemporalWorkerOptions options = new(SoundWorker.Name)
        {
            Identity = identity,
            MaxConcurrentWorkflowTasks = isSlow ? 2 : 100,
            DeploymentOptions = new(new WorkerDeploymentVersion(SoundWorker.Name, buildId), useWorkerVersioning: true)
            {
                DefaultVersioningBehavior = VersioningBehavior.Pinned,
            },
        };
        _worker = new(sound.Temporal, isSlow ? options.AddWorkflow<Slow>() : options.AddWorkflow<Idle>());
        _polling = _worker.ExecuteAsync(_stop.Token);
    }

    /// <summary>One that polls, as the server has seen.</summary>
    public static async Task<Stranger> StartAsync(SoundWorker sound, string buildId, string identity, bool isSlow = false)
    {
        TemporalClient client = sound.Temporal;
        Stranger stranger = new(sound, buildId, identity, isSlow);
        await SoundWorker.WaitAsync(
            async () => (await client.WorkflowService.DescribeTaskQueueAsync(new()
            {
                Namespace = client.Options.Namespace, TaskQueue = new() { Name = SoundWorker.Name }, TaskQueueType = Temporalio.Api.Enums.V1.TaskQueueType.Workflow,
            })).Pollers.Any(poller => poller.DeploymentOptions?.BuildId == buildId),
            "The stranger never polled.");
        return stranger;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _polling);
        _worker.Dispose();
        _stop.Dispose();
    }

    /// <summary>A workflow that nobody starts: a worker needs one.</summary>
    [Workflow]
    [SuppressMessage("Performance", "CA1822", Justification = "Temporal runs it on an instance.")]
    public class Idle
    {
        [WorkflowRun]
        public async Task RunAsync() => await Workflow.DelayAsync(1);
    }

    /// <summary>The deployed worker's workflow, by one that cannot keep up.</summary>
    [Workflow("GreetingWorkflow")]
    [SuppressMessage("Performance", "CA1822", Justification = "Temporal runs it on an instance.")]
    public class Slow
    {
        [WorkflowRun]
        public Task<string> RunAsync(string name)
        {
            Thread.Sleep(1200);
            return Task.FromResult(name);
        }
    }
}
