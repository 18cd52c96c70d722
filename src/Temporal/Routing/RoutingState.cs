using Google.Protobuf;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.WorkflowService.V1;

namespace TemporalLambda.Temporal;

/// <summary>One version as its deployment lists it.</summary>
/// <param name="BuildId">The build id.</param>
/// <param name="Status">Created, Inactive, Current, Ramping, Draining or Drained.</param>
/// <param name="LastCurrentTime">When it last was, or still is, the current one; null where it never was.</param>
public sealed record RoutedVersion(string BuildId, string Status, DateTimeOffset? LastCurrentTime);

/// <summary>How a Worker Deployment's traffic is routed.</summary>
public sealed record RoutingState
{
    /// <summary>The deployment exists.</summary>
    public bool Exists { get; init; }

    /// <summary>The build id of the current version; null where the workers without a version are current.</summary>
    public string? CurrentBuildId { get; init; }

    /// <summary>A version, or the workers without one, ramps.</summary>
    public bool IsRamping { get; init; }

    /// <summary>The build id of the ramping version; null where none ramps, or the workers without a version do.</summary>
    public string? RampingBuildId { get; init; }

    /// <summary>The ramping version's share of new workflows, 0 to 100.</summary>
    public double RampPercentage { get; init; }

    /// <summary>All versions of the deployment.</summary>
    public IReadOnlyList<RoutedVersion> Versions { get; init; } = [];

    /// <summary>The task queues of the version that is asked for; null where it was not read.</summary>
    public IReadOnlyList<string>? TargetTaskQueues { get; init; }

    /// <summary>What the server compares, so that two writers do not overwrite each other.</summary>
    internal ByteString ConflictToken { get; init; } = ByteString.Empty;

    /// <summary>The version that was current before the current one, or null.</summary>
    public string? PreviousBuildId => Versions
        .Where(version => version.BuildId != CurrentBuildId && version.LastCurrentTime is not null)
        .MaxBy(version => version.LastCurrentTime)?.BuildId;

    /// <summary>The state as it will be after a step to that target.</summary>
    internal RoutingState After(RoutingStep step, string? target, double percentage)
    {
        bool endsRamp = step == RoutingStep.EndRamp || (step == RoutingStep.SetCurrent && IsRamping && RampingBuildId == target);
        RoutingState after = endsRamp ? this with { IsRamping = false, RampingBuildId = null, RampPercentage = 0 } : this;
        return step switch
        {
            RoutingStep.SetCurrent => after with { CurrentBuildId = target },
            RoutingStep.SetRamp => after with { IsRamping = true, RampingBuildId = target, RampPercentage = Math.Round(percentage, 3) },
            _ => after,
        };
    }

    /// <summary>The state with one version's status as it was read.</summary>
    internal RoutingState WithStatus(string buildId, string? status) => this with
    {
        Versions = [.. Versions.Select(version => version.BuildId == buildId && status is not null ? version with { Status = status } : version)],
    };

    /// <summary>The state as it would be with that version in it, whose worker has polled.</summary>
    internal RoutingState WithVersion(string buildId) => this with
    {
        Exists = true,
        Versions = Versions.Any(version => version.BuildId == buildId) ? Versions : [.. Versions, new(buildId, "Created", null)],
        TargetTaskQueues = null,
    };

    /// <summary>Routing and, where a build id is given, the task queues of that version.</summary>
    public static async Task<RoutingState> ReadAsync(
        TemporalConnection connection, string deploymentName, string? buildId, CancellationToken cancellation)
    {
        Task<DescribeWorkerDeploymentResponse?> deployment = VersionState.DescribeDeploymentAsync(connection, deploymentName, cancellation);
        Task<VersionState?> target = TargetAsync();
        await Task.WhenAll(deployment, target);
        return From(await deployment) with { TargetTaskQueues = (await target)?.TaskQueues };

        async Task<VersionState?> TargetAsync() =>
            buildId is null ? null : await VersionState.ReadVersionAsync(connection, deploymentName, buildId, cancellation);
    }

    private static RoutingState From(DescribeWorkerDeploymentResponse? response)
    {
        if (response is null)
        {
            return new();
        }

        WorkerDeploymentInfo info = response.WorkerDeploymentInfo;
        RoutingConfig routing = info.RoutingConfig ?? new();
        return new()
        {
            Exists = true,
            CurrentBuildId = NullIfEmpty(routing.CurrentDeploymentVersion?.BuildId),

            // The workers without a version have no version to name: their share alone tells that they ramp.
            IsRamping = routing.RampingDeploymentVersion is not null || routing.RampingVersionPercentage > 0,
            RampingBuildId = NullIfEmpty(routing.RampingDeploymentVersion?.BuildId),
            RampPercentage = Math.Round(routing.RampingVersionPercentage, 3),
            Versions = [.. info.VersionSummaries.Select(version => new RoutedVersion(
                version.DeploymentVersion.BuildId, VersionState.StatusName(version.Status), version.LastCurrentTime?.ToDateTimeOffset()))],
            ConflictToken = response.ConflictToken,
        };
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
