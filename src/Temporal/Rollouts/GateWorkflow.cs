using System.Globalization;

namespace TemporalLambda.Temporal;

/// <summary>
/// A workflow that has to complete on a version before more traffic goes there, as temporal-worker-controller's rollout gate: pinned to the
/// version, and on each of its workflow task queues.
/// </summary>
/// <param name="Type">The workflow's type.</param>
/// <param name="JsonInput">Its one argument as JSON; null for none.</param>
/// <param name="Timeout">How long it may take.</param>
public sealed record GateWorkflow(string Type, string? JsonInput, TimeSpan Timeout)
{
    /// <exception cref="StageException">The input is no JSON.</exception>
    internal void Check() => WorkflowRun.CheckInput(Type, JsonInput);

    /// <summary>Runs it; null where it completed, else why it did not.</summary>
    /// <param name="connection">The namespace.</param>
    /// <param name="deploymentName">The Worker Deployment's name.</param>
    /// <param name="buildId">The version.</param>
    /// <param name="percentage">The step that it is the gate of.</param>
    /// <param name="cancellation">Ends the wait, not the workflow.</param>
    /// <exception cref="StageException">It could not be started.</exception>
    internal async Task<string?> RunAsync(
        TemporalConnection connection, string deploymentName, string buildId, double percentage, CancellationToken cancellation)
    {
        VersionState version = await VersionState.ReadVersionAsync(connection, deploymentName, buildId, cancellation);
        if (version.WorkflowTaskQueues.Count == 0)
        {
            return $"no worker of version '{buildId}' has ever polled for workflows, so that {Type} can not run there";
        }

        string?[] reasons = await Task.WhenAll(version.WorkflowTaskQueues.Select(RunOnAsync));
        return reasons.FirstOrDefault(reason => reason is not null);

        async Task<string?> RunOnAsync(string taskQueue)
        {
            WorkflowRunRequest request = new(Type, JsonInput, taskQueue, Timeout)
            {
                // A rollout that was killed finds the gate that it had started.
                Id = string.Create(CultureInfo.InvariantCulture, $"rollout-gate:{deploymentName}:{buildId}:{taskQueue}:{percentage}"),
                PinnedTo = (deploymentName, buildId),
            };
            try
            {
                await WorkflowRun.ExecuteAsync(connection, request, cancellation);
                return null;
            }
            catch (StageException e) when (WorkflowRun.IsVerdict(e))
            {
                return e.Message;
            }
        }
    }
}
