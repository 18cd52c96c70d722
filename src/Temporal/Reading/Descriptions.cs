using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Compute.V1;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Summary = Temporalio.Api.Deployment.V1.WorkerDeploymentInfo.Types.WorkerDeploymentVersionSummary;

namespace TemporalLambda.Temporal;

/// <summary>Makes descriptions of the server's answers.</summary>
internal static class Descriptions
{
    public static DeploymentDescription From(ListWorkerDeploymentsResponse.Types.WorkerDeploymentSummary summary)
    {
        Summary?[] told = [summary.LatestVersionSummary, summary.CurrentVersionSummary, summary.RampingVersionSummary];
        return Routed(summary.Name, summary.RoutingConfig) with
        {
            CreateTime = Time(summary.CreateTime),
            LatestBuildId = NullIfEmpty(summary.LatestVersionSummary?.DeploymentVersion?.BuildId),
            Versions = [.. told.OfType<Summary>().Select(version => From(summary.Name, version)).DistinctBy(version => version.BuildId)],
        };
    }

    public static DeploymentDescription From(DescribeWorkerDeploymentResponse response)
    {
        WorkerDeploymentInfo info = response.WorkerDeploymentInfo;
        VersionDescription[] versions = [.. info.VersionSummaries.Select(version => From(info.Name, version)).OrderByDescending(version => version.CreateTime)];
        return Routed(info.Name, info.RoutingConfig) with
        {
            CreateTime = Time(info.CreateTime),
            LatestBuildId = versions.FirstOrDefault()?.BuildId,
            PreviousBuildId = RoutingState.From(response).PreviousBuildId,
            ManagerIdentity = NullIfEmpty(info.ManagerIdentity),
            LastModifierIdentity = NullIfEmpty(info.LastModifierIdentity),
            Versions = versions,
        };
    }

    public static VersionDescription From(string deploymentName, Summary summary) => new()
    {
        DeploymentName = deploymentName,
        BuildId = summary.DeploymentVersion.BuildId,
        Status = VersionState.StatusName(summary.Status),
        CreateTime = Time(summary.CreateTime),
        CurrentSince = Time(summary.CurrentSinceTime),
        RampingSince = Time(summary.RampingSinceTime),
        FirstActivationTime = Time(summary.FirstActivationTime),
        LastCurrentTime = Time(summary.LastCurrentTime),
        LastDeactivationTime = Time(summary.LastDeactivationTime),
        DrainageStatus = Drainage(summary.DrainageInfo),
        DrainageChangedTime = Time(summary.DrainageInfo?.LastChangedTime),
        DrainageCheckedTime = Time(summary.DrainageInfo?.LastCheckedTime),
        ProviderTypes = [.. (summary.ComputeConfig?.ScalingGroups.Values ?? []).Select(group => group.ProviderType)],
        ValidationError = NullIfEmpty(summary.ComputeStatus?.ProviderValidation?.ErrorMessage),
        ValidationTime = Time(summary.ComputeStatus?.ProviderValidation?.LastCheckTime),
    };

    /// <summary>The summary with all that describing the version itself adds.</summary>
    public static VersionDescription With(this VersionDescription summary, DescribeWorkerDeploymentVersionResponse response)
    {
        WorkerDeploymentVersionInfo info = response.WorkerDeploymentVersionInfo;
        ScalingGroup[] groups = [.. (info.ComputeConfig?.ScalingGroups ?? []).OrderBy(group => group.Key, StringComparer.Ordinal).Select(From)];
        string status = VersionState.StatusName(info.Status);
        return summary with
        {
            // Newer than the summary's, which the deployment is told some moments later.
            Status = status,
            RampPercentage = status == VersionState.Ramping ? Math.Round(info.RampPercentage, 3) : null,
            CreateTime = Time(info.CreateTime) ?? summary.CreateTime,
            CurrentSince = Time(info.CurrentSinceTime),
            RampingSince = Time(info.RampingSinceTime),
            FirstActivationTime = Time(info.FirstActivationTime) ?? summary.FirstActivationTime,
            LastDeactivationTime = Time(info.LastDeactivationTime) ?? summary.LastDeactivationTime,
            DrainageStatus = Drainage(info.DrainageInfo) ?? summary.DrainageStatus,
            DrainageChangedTime = Time(info.DrainageInfo?.LastChangedTime) ?? summary.DrainageChangedTime,
            DrainageCheckedTime = Time(info.DrainageInfo?.LastCheckedTime) ?? summary.DrainageCheckedTime,
            ProviderTypes = [.. groups.Select(group => group.ProviderType)],
            ScalingGroups = groups,
            TaskQueues = Queues(response),
            LastModifierIdentity = NullIfEmpty(info.LastModifierIdentity),
        };
    }

    private static ScalingGroup From(KeyValuePair<string, ComputeConfigScalingGroup> named)
    {
        ComputeGroup group = ComputeGroup.From(named.Key, named.Value);
        bool ours = group.ProviderType == ComputeGroup.Lambda;

        // What another provider's details mean, and whether they are secret, nobody here knows.
        return new(
            named.Key, [.. named.Value.TaskQueueTypes.Select(type => type.ToString())], group.ProviderType, ours ? group.FunctionArn : null,
            ours ? group.RoleArn : null, ours ? group.ExternalId : null, group.ScalerType, group.Scaler);
    }

    private static IReadOnlyList<TaskQueueDescription> Queues(DescribeWorkerDeploymentVersionResponse response)
    {
        Dictionary<(string, string), TaskQueueStats?> statistics = response.VersionTaskQueues.ToDictionary(
            queue => (queue.Name, queue.Type.ToString()), queue => (TaskQueueStats?)queue.Stats);
        return
        [
            .. response.WorkerDeploymentVersionInfo.TaskQueueInfos.Select(queue => (queue.Name, Type: queue.Type.ToString())).Order().Select(queue =>
            {
                TaskQueueStats? stats = statistics.GetValueOrDefault(queue);
                return new TaskQueueDescription(
                    queue.Name, queue.Type, stats?.ApproximateBacklogCount, stats?.ApproximateBacklogAge?.ToTimeSpan(), stats?.TasksAddRate, stats?.TasksDispatchRate);
            }),
        ];
    }

    private static DeploymentDescription Routed(string name, RoutingConfig? routing)
    {
        bool ramps = routing is not null && (routing.RampingDeploymentVersion is not null || routing.RampingVersionPercentage > 0);
        return new()
        {
            DeploymentName = name,
            CurrentBuildId = NullIfEmpty(routing?.CurrentDeploymentVersion?.BuildId),
            CurrentSince = NullIfEmpty(routing?.CurrentDeploymentVersion?.BuildId) is null ? null : Time(routing?.CurrentVersionChangedTime),
            RampingBuildId = NullIfEmpty(routing?.RampingDeploymentVersion?.BuildId),
            RampPercentage = ramps ? Math.Round(routing!.RampingVersionPercentage, 3) : null,
        };
    }

    private static string? Drainage(VersionDrainageInfo? info) =>
        info is null || info.Status == Temporalio.Api.Enums.V1.VersionDrainageStatus.Unspecified ? null : info.Status.ToString();

    private static DateTimeOffset? Time(Timestamp? time) => time?.ToDateTimeOffset();

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
