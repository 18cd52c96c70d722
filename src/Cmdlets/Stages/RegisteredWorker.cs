namespace TemporalLambda;

/// <summary>A Worker Deployment Version with its compute provider: what New-TemporalWorkerDeploymentVersion emits.</summary>
public class RegisteredWorker : GrantedWorker
{
    /// <summary>The kinds of task that the function is for: Workflow, Activity, Nexus; empty for all that no other function of the version is for.</summary>
    public IReadOnlyList<Temporal.TaskQueueKind> TaskQueueType { get; set; } = [];

    /// <summary>The version's status as Temporal has it: Inactive, Current, Ramping, Draining or Drained.</summary>
    public string? Status { get; set; }

    /// <summary>The task queues that a worker of the version has polled.</summary>
    public IReadOnlyList<string> TaskQueues { get; set; } = [];

    /// <summary>Whether the wanted task queue is bound to the version, so that Temporal invokes the function for its tasks.</summary>
    public bool IsBound { get; set; }
}
