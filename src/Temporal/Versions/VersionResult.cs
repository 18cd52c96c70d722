namespace TemporalLambda.Temporal;

/// <summary>A version as it is after its plan was done.</summary>
/// <param name="Status">Created, Inactive, Current, Ramping, Draining or Drained.</param>
/// <param name="TaskQueues">The task queues that a worker of the version has polled.</param>
/// <param name="IsBound">The wanted task queue is among them.</param>
/// <param name="Changes">What was changed.</param>
public sealed record VersionResult(string Status, IReadOnlyList<string> TaskQueues, bool IsBound, IReadOnlyList<Change> Changes);
