using Temporalio.Worker.Interceptors;

namespace NativeWorker;

/// <summary>An interceptor whose passing is seen from outside: activities' receipts get a note, and workflows' results another.</summary>
public sealed class Journal : IWorkerInterceptor
{
    public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) => new Workflows(nextInterceptor);

    public ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) => new Tasks(nextInterceptor);

    private static object? Note(object? result, string note) => result is Receipt receipt ? receipt with { Notes = [.. receipt.Notes, note] } : result;

    private sealed class Workflows(WorkflowInboundInterceptor next) : WorkflowInboundInterceptor(next)
    {
        public override async Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input) => Note(await base.ExecuteWorkflowAsync(input), "workflow seen");
    }

    private sealed class Tasks(ActivityInboundInterceptor next) : ActivityInboundInterceptor(next)
    {
        public override async Task<object?> ExecuteActivityAsync(ExecuteActivityInput input) => Note(await base.ExecuteActivityAsync(input), "activity seen");
    }
}
