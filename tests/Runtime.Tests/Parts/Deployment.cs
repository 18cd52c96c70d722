using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

namespace TemporalLambda.Runtime.Tests.Parts;

/// <summary>A test's own deployment, whose only version is current, and its task queue.</summary>
internal sealed class Deployment
{
    private readonly TemporalClient client;

    private Deployment(TemporalClient client) => this.client = client;

    public string Name { get; } = $"test-{Guid.NewGuid():N}";

    public string BuildId => "build-1";

    public string TaskQueue => Name;

    public static async Task<Deployment> CreateAsync(TemporalClient client)
    {
        var deployment = new Deployment(client);
        await client.WorkflowService.SetWorkerDeploymentCurrentVersionAsync(new SetWorkerDeploymentCurrentVersionRequest
        {
            Namespace = client.Options.Namespace,
            DeploymentName = deployment.Name,
            BuildId = deployment.BuildId,
            AllowNoPollers = true,
            IgnoreMissingTaskQueues = true,
        });
        return deployment;
    }

    /// <summary>The environment of a function that is this deployment's worker.</summary>
    public Dictionary<string, string> Variables(string runtimeApi, string address) => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
        ["AWS_LAMBDA_FUNCTION_NAME"] = "hello",
        ["AWS_LAMBDA_FUNCTION_VERSION"] = "1",
        ["TEMPORAL_ADDRESS"] = address,
        ["TEMPORAL_TASK_QUEUE"] = TaskQueue,
        ["TEMPORAL_LAMBDA_DEPLOYMENT_NAME"] = Name,
        ["TEMPORAL_LAMBDA_BUILD_ID"] = BuildId,
    };

    /// <summary>The identities of the workers whose polls for workflow tasks began or ended since.</summary>
    public async Task<IReadOnlyCollection<string>> PollersSinceAsync(DateTime time)
    {
        var described = await client.WorkflowService.DescribeTaskQueueAsync(
            new DescribeTaskQueueRequest { Namespace = client.Options.Namespace, TaskQueue = new() { Name = TaskQueue }, TaskQueueType = TaskQueueType.Workflow });
        return [.. described.Pollers.Where(poller => poller.LastAccessTime.ToDateTime() > time).Select(poller => poller.Identity).Distinct()];
    }

    public Task<WorkflowHandle> StartAsync(string workflow, params object?[] arguments) =>
        client.StartWorkflowAsync(workflow, arguments, new WorkflowOptions(id: $"{workflow}-{Guid.NewGuid():N}", taskQueue: TaskQueue));
}
