using Temporalio.Common;
using Temporalio.Workflows;

namespace HelloWorker;

/// <summary><c>GreetingWorkflow("World")</c> gives <c>Hello, World!</c>. Pinned: it ends on the version that it began on.</summary>
[Workflow(VersioningBehavior = VersioningBehavior.Pinned)]
public class GreetingWorkflow
{
    /// <summary>Runs the workflow.</summary>
    [WorkflowRun]
    public Task<string> RunAsync(string name) =>
        Workflow.ExecuteActivityAsync(
            () => Activities.Greet(name),
            new ActivityOptions { StartToCloseTimeout = TimeSpan.FromSeconds(10) });
}
