using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>What the server has of one Worker Deployment Version.</summary>
public sealed record VersionState
{
    /// <summary>The <see cref="Status"/> of the version that new workflows go to.</summary>
    public const string Current = nameof(WorkerDeploymentVersionStatus.Current);

    /// <summary>The <see cref="Status"/> of the version that a share of new workflows goes to.</summary>
    public const string Ramping = nameof(WorkerDeploymentVersionStatus.Ramping);

    /// <summary>The status of a version that gets no new work, and to which open workflows may be pinned.</summary>
    public const string Draining = nameof(WorkerDeploymentVersionStatus.Draining);

    /// <summary>The status of a version that no open workflow is pinned to any more.</summary>
    public const string Drained = nameof(WorkerDeploymentVersionStatus.Drained);

    /// <summary>The deployment exists.</summary>
    public bool DeploymentExists { get; init; }

    /// <summary>How many versions the deployment has.</summary>
    public int VersionCount { get; init; }

    /// <summary>Changes with each change of the deployment's routing; empty without a deployment.</summary>
    public string ConflictToken { get; init; } = "";

    /// <summary>The version exists.</summary>
    public bool Exists { get; init; }

    /// <summary>Created, Inactive, Current, Ramping, Draining or Drained; null without a version.</summary>
    public string? Status { get; init; }

    /// <summary>The version's share of new workflows, 0 to 100, while it ramps.</summary>
    public double RampPercentage { get; init; }

    /// <summary>When it became the current one; null where the server does not tell it, as it does not of a version that is not current any more.</summary>
    public DateTimeOffset? LastCurrentTime { get; init; }

    /// <summary>The task queues that a worker of the version has polled.</summary>
    public IReadOnlyList<string> TaskQueues { get; init; } = [];

    /// <summary>What a worker of the version has polled them for.</summary>
    public IReadOnlyList<(string Name, TaskQueueKind Kind)> PolledTaskQueues { get; init; } = [];

    /// <summary>Those of them that it has polled for workflows.</summary>
    public IReadOnlyList<string> WorkflowTaskQueues => [.. PolledTaskQueues.Where(queue => queue.Kind == TaskQueueKind.Workflow).Select(queue => queue.Name)];

    /// <summary>When its share of new workflows changed last; null where it never did.</summary>
    public DateTimeOffset? RoutedTime { get; init; }

    /// <summary>The scaling groups: the one named <c>default</c> first, then by name.</summary>
    public IReadOnlyList<ComputeGroup> Groups { get; init; } = [];

    /// <summary>The first scaling group, which nearly always is the only one; null without any.</summary>
    public ComputeGroup? Group
    {
        get => Groups.Count > 0 ? Groups[0] : null;
        init => Groups = value is null ? [] : [value];
    }

    /// <summary>The same with the group first that has that function invoked, where one has.</summary>
    public VersionState About(string? functionArn) =>
        functionArn is null ? this : this with { Groups = [.. Groups.OrderBy(group => group.FunctionArn == functionArn ? 0 : 1)] };

    /// <summary>Deployment and version, read side by side; the version alone where this connection has just changed the deployment.</summary>
    public static async Task<VersionState> ReadAsync(
        TemporalConnection connection, string deploymentName, string buildId, CancellationToken cancellation)
    {
        Task<RoutingState> deployment = connection.KnownRouting.Recall(deploymentName) is { } known
            ? Task.FromResult(known) : RoutingState.ReadDeploymentAsync(connection, deploymentName, cancellation);
        Task<VersionState> version = ReadVersionAsync(connection, deploymentName, buildId, cancellation);
        await Task.WhenAll(deployment, version);
        RoutingState found = await deployment;
        return (await version) with { DeploymentExists = found.Exists, VersionCount = found.Versions.Count, ConflictToken = found.ConflictToken.ToBase64() };
    }

    /// <summary>
    /// The version alone, by one call that is quick: the server takes a second to describe a deployment that has just changed. Without
    /// <see cref="ConflictToken"/>, and where there is no version without <see cref="DeploymentExists"/>.
    /// </summary>
    public static async Task<VersionState> ReadVersionAsync(
        TemporalConnection connection, string deploymentName, string buildId, CancellationToken cancellation)
    {
        WorkerDeploymentVersion version = new() { DeploymentName = deploymentName, BuildId = buildId };
        try
        {
            DescribeWorkerDeploymentVersionResponse found = await connection.CallAsync(
                $"describe version '{buildId}' of '{deploymentName}'",
                (service, rpc) => service.DescribeWorkerDeploymentVersionAsync(new() { Namespace = connection.Namespace, DeploymentVersion = version }, rpc),
                cancellation);
            return From(found.WorkerDeploymentVersionInfo);
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            return new();
        }
        catch (RpcException e)
        {
            throw TemporalErrors.CallRefused("describe version", $"{deploymentName}:{buildId}", e.Message, e);
        }
    }

    /// <summary>The deployment with its routing and version summaries, or null: one call.</summary>
    internal static async Task<DescribeWorkerDeploymentResponse?> DescribeDeploymentAsync(
        TemporalConnection connection, string deploymentName, CancellationToken cancellation)
    {
        try
        {
            return await connection.CallAsync(
                $"describe deployment '{deploymentName}'",
                (service, rpc) => service.DescribeWorkerDeploymentAsync(new() { Namespace = connection.Namespace, DeploymentName = deploymentName }, rpc),
                cancellation);
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            return null;
        }
        catch (RpcException e)
        {
            throw TemporalErrors.CallRefused("describe deployment", deploymentName, e.Message, e);
        }
    }

    /// <summary>The status's name as people know it.</summary>
    internal static string StatusName(WorkerDeploymentVersionStatus status) => status.ToString();

    private static VersionState From(WorkerDeploymentVersionInfo info) => new()
    {
        DeploymentExists = true,
        Exists = true,
        Status = StatusName(info.Status),
        RampPercentage = Math.Round(info.RampPercentage, 3),
        LastCurrentTime = (info.LastCurrentTime ?? info.CurrentSinceTime)?.ToDateTimeOffset(),
        TaskQueues = [.. info.TaskQueueInfos.Select(queue => queue.Name).Distinct().Order(StringComparer.Ordinal)],
        PolledTaskQueues = [.. info.TaskQueueInfos.SelectMany(queue => TaskQueueKinds.From([queue.Type]).Select(kind => (queue.Name, kind))).Distinct().Order()],
        RoutedTime = info.RoutingChangedTime?.ToDateTimeOffset(),
        Groups = [.. (info.ComputeConfig?.ScalingGroups ?? []).Select(group => ComputeGroup.From(group.Key, group.Value))
            .OrderBy(group => group.Name == ComputeGroup.DefaultName ? 0 : 1).ThenBy(group => group.Name, StringComparer.Ordinal)],
    };
}
