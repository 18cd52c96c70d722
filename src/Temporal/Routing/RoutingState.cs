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

    /// <summary>Who alone may change the routing; null where anybody may.</summary>
    public string? ManagerIdentity { get; init; }

    /// <summary>All versions of the deployment.</summary>
    public IReadOnlyList<RoutedVersion> Versions { get; init; } = [];

    /// <summary>The task queues of the version that is asked for; null where it was not read.</summary>
    public IReadOnlyList<string>? TargetTaskQueues { get; init; }

    /// <summary>
    /// When the share of the version that is asked for, or of the workers without a version while they ramp, changed last; null where it never
    /// did, or was not read.
    /// </summary>
    public DateTimeOffset? TargetRoutedTime { get; init; }

    /// <summary>Where the traffic goes, to be compared.</summary>
    internal (string? Current, bool IsRamping, string? Ramping, double Percentage) Route => (CurrentBuildId, IsRamping, RampingBuildId, RampPercentage);

    /// <summary>Where the traffic goes, in words.</summary>
    internal string Described => !Exists ? "there is none"
        : $"{RoutingPlan.Named(CurrentBuildId)} is current{(IsRamping ? $" and {RoutingPlan.Named(RampingBuildId)} gets {RoutingPlan.Percent(RampPercentage)}" : "")}";

    /// <summary>What the server compares, so that two writers do not overwrite each other.</summary>
    internal ByteString ConflictToken { get; init; } = ByteString.Empty;

    /// <summary>It was not read now, but is what this connection knows from a change of its own some seconds ago.</summary>
    internal bool IsRecalled { get; init; }

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
            RoutingStep.SetRamp => after with
            {
                IsRamping = true, RampingBuildId = target, RampPercentage = Math.Round(percentage, 3), TargetRoutedTime = null,
            },
            _ => after,
        };
    }

    /// <summary>The state with one version as it was read by itself.</summary>
    internal RoutingState With(string buildId, VersionState version) => this with
    {
        Versions = version.Status is null
            ? [.. Versions.Where(other => other.BuildId != buildId)]
            : [.. Versions.Where(other => other.BuildId != buildId), new(buildId, version.Status, version.LastCurrentTime ?? LastCurrentTime(buildId))],
    };

    /// <summary>The state as it would be with that version in it, whose worker has polled.</summary>
    internal RoutingState WithVersion(string buildId) => this with
    {
        Exists = true,
        Versions = Versions.Any(version => version.BuildId == buildId) ? Versions : [.. Versions, new(buildId, "Created", null)],
        TargetTaskQueues = null,
    };

    /// <summary>Routing and, where a build id is given, the task queues of that version.</summary>
    public static Task<RoutingState> ReadAsync(
        TemporalConnection connection, string deploymentName, string? buildId, CancellationToken cancellation) =>
        WithTargetAsync(connection, deploymentName, buildId, ReadDeploymentAsync(connection, deploymentName, cancellation), cancellation);

    /// <summary>The same from what this connection knows, with the version read now; null where the routing has to be read.</summary>
    internal static async Task<RoutingState?> RecallAsync(
        TemporalConnection connection, string deploymentName, string? buildId, CancellationToken cancellation) =>
        connection.KnownRouting.Recall(deploymentName) is { } known
            ? await WithTargetAsync(connection, deploymentName, buildId, Task.FromResult(known), cancellation) : null;

    /// <summary>The routing alone: one call.</summary>
    internal static async Task<RoutingState> ReadDeploymentAsync(TemporalConnection connection, string deploymentName, CancellationToken cancellation)
    {
        RoutingState state = From(await VersionState.DescribeDeploymentAsync(connection, deploymentName, cancellation));
        connection.KnownRouting.Read(deploymentName, state);
        return state;
    }

    private static async Task<RoutingState> WithTargetAsync(
        TemporalConnection connection, string deploymentName, string? buildId, Task<RoutingState> deployment, CancellationToken cancellation)
    {
        if (buildId is null)
        {
            return await deployment;
        }

        Task<VersionState> target = VersionState.ReadVersionAsync(connection, deploymentName, buildId, cancellation);
        await Task.WhenAll(deployment, target);
        return (await deployment).With(buildId, await target) with
        {
            TargetTaskQueues = (await target).TaskQueues, TargetRoutedTime = (await target).RoutedTime,
        };
    }

    /// <summary>The routing that a deployment's description has; of none, a state that does not exist.</summary>
    internal static RoutingState From(DescribeWorkerDeploymentResponse? response)
    {
        if (response is null)
        {
            return new();
        }

        WorkerDeploymentInfo info = response.WorkerDeploymentInfo;
        RoutingConfig routing = info.RoutingConfig ?? new();
        (string? current, bool isRamping, string? ramping, double percentage) = RouteOf(routing);
        return new()
        {
            Exists = true,
            CurrentBuildId = current,
            IsRamping = isRamping,
            RampingBuildId = ramping,
            RampPercentage = percentage,
            Versions = [.. info.VersionSummaries.Select(version => new RoutedVersion(
                version.DeploymentVersion.BuildId, VersionState.StatusName(version.Status), version.LastCurrentTime?.ToDateTimeOffset()))],
            TargetRoutedTime = routing.RampingDeploymentVersion is null && routing.RampingVersionPercentage > 0
                ? routing.RampingVersionPercentageChangedTime?.ToDateTimeOffset() : null,
            ManagerIdentity = NullIfEmpty(info.ManagerIdentity),
            ConflictToken = response.ConflictToken,
        };
    }

    /// <summary>Where the server's own record of it sends the traffic.</summary>
    internal static (string? Current, bool IsRamping, string? Ramping, double Percentage) RouteOf(RoutingConfig routing) => (
        NullIfEmpty(routing.CurrentDeploymentVersion?.BuildId),

        // The workers without a version have no version to name: their share alone tells that they ramp.
        routing.RampingDeploymentVersion is not null || routing.RampingVersionPercentage > 0,
        NullIfEmpty(routing.RampingDeploymentVersion?.BuildId), Math.Round(routing.RampingVersionPercentage, 3));

    private DateTimeOffset? LastCurrentTime(string buildId) => Versions.FirstOrDefault(version => version.BuildId == buildId)?.LastCurrentTime;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
