using Temporalio.Common;
using Temporalio.Workflows;

namespace TemporalLambda.Runtime.Tests.Parts;

[Workflow(VersioningBehavior = VersioningBehavior.Pinned)]
public class ActivityWorkflow
{
    [WorkflowRun]
    public async Task RunAsync(string activity, double seconds) =>
        await Workflow.ExecuteActivityAsync(activity, [seconds], new ActivityOptions { StartToCloseTimeout = TimeSpan.FromMinutes(1) });
}

[Workflow(VersioningBehavior = VersioningBehavior.Pinned)]
public class SleepingWorkflow
{
    [WorkflowRun]
    public async Task RunAsync(double seconds) => await Workflow.DelayAsync(TimeSpan.FromSeconds(seconds));
}
