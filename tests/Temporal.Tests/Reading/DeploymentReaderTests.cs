using Google.Protobuf;
using TemporalLambda.Temporal.Tests.Fixtures;
using Temporalio.Api.WorkflowService.V1;

namespace TemporalLambda.Temporal.Tests.Reading;

public class DeploymentReaderTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_version_is_described_with_its_function_role_scaler_queues_and_routing(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        Task<TestWorker> starting = at.WorkerOnInvocationAsync();
        await at.RegisterAsync(at.Wanted with { Scaler = new() { ScaleUpCooloff = TimeSpan.FromMilliseconds(250) } });
        await using TestWorker worker = await starting;
        TemporalLambda.Temporal.Routing routing = new(at.Connection);
        await routing.ApplyAsync(await routing.PlanAsync(new(at.Name) { BuildId = "1", RampPercentage = 12.5 }, Cancel), Cancel);
        await at.Connection.Client.StartWorkflowAsync("Echo", [], new($"{at.Name}-1", at.Wanted.TaskQueue));

        DeploymentReader reader = new(at.Connection);
        VersionDescription found = await OnlyAsync(reader.VersionsAsync(NameFilter.Only(at.Name), NameFilter.Only("1"), detailed: false, Cancel));
        Assert.Equal(
            (at.Name, "1", "Ramping", 12.5, at.Wanted.FunctionArn, at.Wanted.InvokeRoleArn, ControllerAws.ExternalId, at.Wanted.TaskQueue),
            (found.DeploymentName, found.BuildId, found.Status, found.RampPercentage, found.QualifiedArn, found.InvokeRoleArn, found.ExternalId, found.TaskQueue));
        ScalingGroup group = Assert.Single(found.ScalingGroups);
        Assert.Equal(("default", "aws-lambda", "no-sync", 250), (group.Name, group.ProviderType, group.ScalerType, group.Scaler["scale_up_cooloff_ms"]));
        Assert.All(found.TaskQueues, queue => Assert.NotNull(queue.Backlog));
        Assert.NotNull(found.RampingSince);
        Assert.Null(found.CurrentSince);
        Assert.Equal((null, null), (found.ValidationError, found.LastFailure));
        Assert.NotNull(found.LastInvocationTime);

        DeploymentDescription deployment = Assert.Single(await reader.DeploymentsAsync(NameFilter.Only(at.Name), Cancel));
        Assert.Equal((null, "1", 12.5, "1"), (deployment.CurrentBuildId, deployment.RampingBuildId, deployment.RampPercentage, deployment.LatestBuildId));
        Assert.Equal(at.Connection.Identity, deployment.LastModifierIdentity);
        Assert.Equal(["aws-lambda"], Assert.Single(deployment.Versions).ProviderTypes);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task What_the_controller_failed_at_is_shown(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        await at.RegisterAsync(at.Wanted with { Timeout = TimeSpan.Zero });
        await at.Aws.DeleteFunctionAsync(at.Name);
        await Assert.ThrowsAsync<StageException>(() => at.RegisterAsync(at.Wanted with { Timeout = TimeSpan.FromSeconds(2) }));
        DeploymentReader reader = new(at.Connection);
        VersionDescription found = await OnlyAsync(reader.VersionsAsync(NameFilter.Only(at.Name), NameFilter.Only("1"), detailed: false, Cancel));
        Assert.Contains("Function not found", found.LastFailure + found.ValidationError, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Ten_deployments_of_twenty_versions_are_listed_in_eleven_calls()
    {
        RecordingReporter reporter = new();
        TemporalConnection connection = await TemporalConnection.OpenAsync(
            new() { Address = (await servers.TemporalAsync("1.32.1")).Address, Namespace = "default" }, reporter, Cancel);
        string prefix = $"many-{Guid.NewGuid():N}"[..12];
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async d =>
        {
            string name = $"{prefix}-{d}";
            await connection.Client.WorkflowService.CreateWorkerDeploymentAsync(
                new() { Namespace = "default", DeploymentName = name, Identity = "test", RequestId = name }, new() { CancellationToken = Cancel });
            for (int v = 1; v <= 20; v++)
            {
                CreateWorkerDeploymentVersionRequest request = new()
                {
                    Namespace = "default", DeploymentVersion = new() { DeploymentName = name, BuildId = $"{v}" }, Identity = "test", RequestId = $"{v}",
                };
                await connection.Client.WorkflowService.CreateWorkerDeploymentVersionAsync(request, new() { CancellationToken = Cancel });
            }
        }));
        DeploymentReader reader = new(connection);
        NameFilter mine = NameFilter.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

        // The server's list follows with some delay, and for a moment lacks a deployment that has just changed.
        List<VersionDescription> found = [];
        for (int i = 0; i < 100 && found.Count < 200; i++)
        {
            reporter.VerboseLines.Clear();
            found = await AllAsync(reader.VersionsAsync(mine, NameFilter.All, detailed: false, Cancel));
        }

        Assert.Equal(200, found.Count);
        Assert.Equal(found.OrderBy(v => v.DeploymentName, StringComparer.Ordinal).ThenByDescending(v => v.CreateTime), found);
        Assert.Equal(11, Calls(reporter));

        reporter.VerboseLines.Clear();
        Assert.Equal(10, (await reader.DeploymentsAsync(mine, Cancel)).Count);
        Assert.Equal(1, Calls(reporter));

        // A version without a provider has no controller to ask.
        reporter.VerboseLines.Clear();
        Assert.Equal(20, (await AllAsync(reader.VersionsAsync(NameFilter.Only($"{prefix}-3"), NameFilter.All, detailed: true, Cancel))).Count);
        Assert.Equal(21, Calls(reporter));
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task One_name_that_does_not_exist_is_an_error_and_a_pattern_finds_nothing(string version)
    {
        TemporalConnection connection = await TemporalConnection.OpenAsync(
            new() { Address = (await servers.TemporalAsync(version)).Address, Namespace = "default" }, SilentReporter.Instance, Cancel);
        DeploymentReader reader = new(connection);
        Assert.Equal("TemporalDeploymentNotFound", (await Assert.ThrowsAsync<StageException>(() => reader.DeploymentsAsync(NameFilter.Only("absent"), Cancel))).ErrorId);
        Assert.Empty(await reader.DeploymentsAsync(NameFilter.Where(name => name == "absent"), Cancel));
        Assert.Equal("TemporalDeploymentNotFound", (await Assert.ThrowsAsync<StageException>(
            () => AllAsync(reader.VersionsAsync(NameFilter.Only("absent"), NameFilter.All, detailed: false, Cancel)))).ErrorId);
    }

    [Fact]
    public void Another_providers_details_are_not_shown()
    {
        VersionDescription summary = new() { DeploymentName = "app", BuildId = "1", Status = "Created" };
        DescribeWorkerDeploymentVersionResponse response = new()
        {
            WorkerDeploymentVersionInfo = new()
            {
                ComputeConfig = new()
                {
                    ScalingGroups =
                    {
                        ["run"] = new()
                        {
                            Provider = new() { Type = "gcp-cloud-run", Details = new() { Data = ByteString.CopyFromUtf8("""{"arn":"x","role":"s3cr3t"}""") } },
                        },
                    },
                },
            },
        };
        VersionDescription found = summary.With(response);
        Assert.Equal(["gcp-cloud-run"], found.ProviderTypes);
        Assert.Equal((null, null, null), (found.QualifiedArn, found.InvokeRoleArn, found.ExternalId));
        Assert.Equal("run: gcp-cloud-run", Assert.Single(found.ScalingGroups).ToString());
    }

    private static int Calls(RecordingReporter reporter) => reporter.VerboseLines.Count(line => line.StartsWith("Temporal: ", StringComparison.Ordinal));

    private static async Task<List<VersionDescription>> AllAsync(IAsyncEnumerable<VersionDescription> versions)
    {
        List<VersionDescription> all = [];
        await foreach (VersionDescription version in versions)
        {
            all.Add(version);
        }

        return all;
    }

    private static async Task<VersionDescription> OnlyAsync(IAsyncEnumerable<VersionDescription> versions) => Assert.Single(await AllAsync(versions));
}
