using TemporalLambda.Temporal.Tests.Fixtures;
using Temporalio.Api.WorkflowService.V1;

namespace TemporalLambda.Temporal.Tests.Versions;

/// <summary>
/// The server's default limits, which are warned of before anything is changed. A frontend of the tests says that they are reached: to fill a
/// real server with a hundred of each takes minutes, and what it does then is in ConfiguredServerTests.
/// </summary>
public sealed class LimitWarningTests : IAsyncLifetime
{
    private static readonly WantedVersion Wanted = new(
        "app", "new", "queue", "arn:aws:lambda:us-east-1:123456789012:function:f:1", "arn:aws:iam::123456789012:role/r", "external");

    private readonly RecordingReporter _reporter = new();
    private FakeFrontend _frontend = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _frontend = await FakeFrontend.StartAsync();
        _frontend.Answers["GetSystemInfo"] = new GetSystemInfoResponse { ServerVersion = "1.32.1", Capabilities = new() { ServerScaledDeployments = true } };
        _frontend.Refusals["DescribeWorkerDeploymentVersion"] = (5, "Worker Deployment Version not found");
    }

    public ValueTask DisposeAsync() => _frontend.DisposeAsync();

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public async Task A_full_deployment_is_warned_of_with_the_way_out(int versions, bool warned)
    {
        _frontend.Answers["DescribeWorkerDeployment"] = new DescribeWorkerDeploymentResponse
        {
            WorkerDeploymentInfo = new()
            {
                VersionSummaries = { Enumerable.Range(0, versions).Select(i => new Temporalio.Api.Deployment.V1.WorkerDeploymentInfo.Types.WorkerDeploymentVersionSummary { DeploymentVersion = new() { DeploymentName = "app", BuildId = $"{i}" } }) },
            },
        };
        await WarnsAsync(warned, "Worker deployment 'app' has 100 versions", "Remove-TemporalWorkerDeploymentVersion -Keep");
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public async Task A_namespace_full_of_deployments_is_warned_of_with_the_way_out(int deployments, bool warned)
    {
        _frontend.Refusals["DescribeWorkerDeployment"] = (5, "Worker Deployment not found");
        _frontend.Answers["ListWorkerDeployments"] = new ListWorkerDeploymentsResponse
        {
            WorkerDeployments = { Enumerable.Range(0, deployments).Select(i => new ListWorkerDeploymentsResponse.Types.WorkerDeploymentSummary { Name = $"{i}" }) },
        };
        await WarnsAsync(warned, "Namespace 'default' has 100 worker deployments", "Remove-TemporalLambdaWorker");
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public async Task A_namespace_full_of_worker_controllers_is_warned_of_with_the_way_out(int controllers, bool warned)
    {
        _frontend.Answers["DescribeWorkerDeployment"] = new DescribeWorkerDeploymentResponse { WorkerDeploymentInfo = new() };
        _frontend.Answers["CountWorkflowExecutions"] = new CountWorkflowExecutionsResponse { Count = controllers };
        await WarnsAsync(warned, "Namespace 'default' has 100 versions with a compute provider", "Remove-TemporalWorkerDeploymentVersion -Keep");
    }

    private async Task WarnsAsync(bool warned, string words, string wayOut)
    {
        TemporalConnection connection = await TemporalConnection.OpenAsync(new() { Address = _frontend.Address, Namespace = "default" }, _reporter, Cancel);
        VersionPlan plan = await new VersionDeployment(connection).PlanAsync(Wanted, Cancel);
        Assert.Equal("CreateVersion", plan.Changes[^1].Action);
        if (warned)
        {
            string warning = Assert.Single(_reporter.Warnings);
            Assert.StartsWith(words, warning, StringComparison.Ordinal);
            Assert.Contains(wayOut, warning, StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(_reporter.Warnings);
        }
    }
}
