namespace TemporalLambda.Temporal;

/// <content>Running a workflow.</content>
public static partial class TemporalErrors
{
    /// <summary>The input is no JSON.</summary>
    public static StageException WorkflowInputInvalid(string workflowType, string reason) => new(
        "TemporalWorkflowInputInvalid", FaultCategory.InvalidArgument, $"The input for workflow {workflowType} is no JSON: {Bare(reason)}.",
        "Give an object, or text that is JSON.", workflowType);

    /// <summary>The workflow failed.</summary>
    public static StageException WorkflowFailed(string workflowType, string workflowId, string reason, Exception? inner) => new(
        "TemporalWorkflowFailed", FaultCategory.InvalidResult, $"Workflow '{workflowId}' of type {workflowType} failed: {Bare(reason)}.",
        "Correct the workflow's code or its input; its history in Temporal shows each step.", workflowId, inner);

    /// <summary>The workflow was not over in time.</summary>
    public static StageException WorkflowTimedOut(string workflowType, string workflowId, string taskQueue, double seconds) => new(
        "TemporalWorkflowTimedOut", FaultCategory.OperationTimeout,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Workflow '{workflowId}' of type {workflowType} was not over within {seconds:0.#} s on task queue '{taskQueue}'."),
        "Check that a worker serves the task queue (Test-TemporalLambdaWorker) and that its log shows no error, or allow more time.", workflowId);
}
