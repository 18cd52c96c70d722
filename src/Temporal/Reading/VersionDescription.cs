namespace TemporalLambda.Temporal;

/// <summary>A Worker Deployment Version as the server has it. The names are those by which later cmdlets take it.</summary>
public sealed record VersionDescription
{
    /// <summary>The Worker Deployment's name.</summary>
    public required string DeploymentName { get; init; }

    /// <summary>The version's build id.</summary>
    public required string BuildId { get; init; }

    /// <summary>Created, Inactive, Current, Ramping, Draining or Drained.</summary>
    public required string Status { get; init; }

    /// <summary>What share of new workflows goes to it while it ramps, 0 to 100; null otherwise and where it was not asked for.</summary>
    public double? RampPercentage { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>Since when it is the current one; null where it is not.</summary>
    public DateTimeOffset? CurrentSince { get; init; }

    /// <summary>Since when it ramps; null where it does not.</summary>
    public DateTimeOffset? RampingSince { get; init; }

    /// <summary>When it became current or ramping for the first time.</summary>
    public DateTimeOffset? FirstActivationTime { get; init; }

    /// <summary>When it became current for the last time.</summary>
    public DateTimeOffset? LastCurrentTime { get; init; }

    /// <summary>When it last ceased to be current or ramping.</summary>
    public DateTimeOffset? LastDeactivationTime { get; init; }

    /// <summary>Draining while workflows are open that are pinned to it, then Drained; null before it was ever routed to.</summary>
    public string? DrainageStatus { get; init; }

    /// <summary>When the drainage status changed last.</summary>
    public DateTimeOffset? DrainageChangedTime { get; init; }

    /// <summary>When the server last looked whether it is drained.</summary>
    public DateTimeOffset? DrainageCheckedTime { get; init; }

    /// <summary>The type of each scaling group's compute provider, <c>aws-lambda</c> for ours; empty for a version that a poll made.</summary>
    public IReadOnlyList<string> ProviderTypes { get; init; } = [];

    /// <summary>The compute configuration, decoded; empty where it was not asked for.</summary>
    public IReadOnlyList<ScalingGroup> ScalingGroups { get; init; } = [];

    /// <summary>The function that Temporal invokes; null without AWS Lambda, or where it was not asked for.</summary>
    public string? QualifiedArn => ScalingGroups.Select(group => group.FunctionArn).FirstOrDefault(arn => arn is not null);

    /// <summary>The role that Temporal assumes to invoke the function.</summary>
    public string? InvokeRoleArn => ScalingGroups.Select(group => group.RoleArn).FirstOrDefault(arn => arn is not null);

    /// <summary>What Temporal presents when it assumes the role.</summary>
    public string? ExternalId => ScalingGroups.Select(group => group.ExternalId).FirstOrDefault(id => id is not null);

    /// <summary>The task queues that its workers have polled; empty where it was not asked for.</summary>
    public IReadOnlyList<TaskQueueDescription> TaskQueues { get; init; } = [];

    /// <summary>The name of the one task queue that its workers have polled; null where there are several or none.</summary>
    public string? TaskQueue => TaskQueues.Select(queue => queue.Name).Distinct().Take(2).ToArray() is [var only] ? only : null;

    /// <summary>What the server's own check of the compute provider found wrong, or null (server 1.32 and later).</summary>
    public string? ValidationError { get; init; }

    /// <summary>When the server last checked the compute provider (server 1.32 and later).</summary>
    public DateTimeOffset? ValidationTime { get; init; }

    /// <summary>When the server's worker controller last had the function invoked, as far back as its history was read.</summary>
    public DateTimeOffset? LastInvocationTime { get; init; }

    /// <summary>What the server's worker controller failed at last, as far back as its history was read.</summary>
    public string? LastFailure { get; init; }

    /// <summary>What it was about: the controller's activity, for example <c>InvokeWorkersToRegisterTaskQueues</c>.</summary>
    public string? LastFailedActivity { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastFailureTime { get; init; }

    /// <summary>Why the last invocation and failure of Temporal's worker controller could not be read; null where they were.</summary>
    public StageException? ControllerRefusal { get; init; }

    /// <summary>Who changed it last.</summary>
    public string? LastModifierIdentity { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{DeploymentName} {BuildId}";
}

/// <summary>One scaling group of a version's compute configuration.</summary>
/// <param name="Name">The group's name; ours is <c>default</c>.</param>
/// <param name="TaskQueueTypes">The types of task it is for: Workflow, Activity, Nexus; empty for all that no other group is for.</param>
/// <param name="ProviderType">The compute provider, <c>aws-lambda</c> for ours; of another one no more is shown than this.</param>
/// <param name="FunctionArn">The function; null for another provider.</param>
/// <param name="RoleArn">The role that the server assumes.</param>
/// <param name="ExternalId">What it presents then.</param>
/// <param name="ScalerType">The scaling algorithm.</param>
/// <param name="Scaler">The scaler's settings, by the server's names.</param>
public sealed record ScalingGroup(
    string Name, IReadOnlyList<string> TaskQueueTypes, string ProviderType, string? FunctionArn, string? RoleArn, string? ExternalId, string ScalerType,
    IReadOnlyDictionary<string, double> Scaler)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}{(TaskQueueTypes.Count == 0 ? "" : $" ({string.Join(", ", TaskQueueTypes)})")}: {ProviderType}{(FunctionArn is null ? "" : $" {FunctionArn}")}";
}

/// <summary>A task queue that workers of a version have polled.</summary>
/// <param name="Name">The task queue's name.</param>
/// <param name="Type">Workflow, Activity or Nexus.</param>
/// <param name="Backlog">About how many tasks wait; null where the server does not tell it.</param>
/// <param name="BacklogAge">How long the oldest of them has waited.</param>
/// <param name="AddRate">Tasks added a second.</param>
/// <param name="DispatchRate">Tasks handed to workers a second.</param>
public sealed record TaskQueueDescription(string Name, string Type, long? Backlog, TimeSpan? BacklogAge, double? AddRate, double? DispatchRate)
{
    /// <summary>The name, so that a list of queues reads as text and converts to names.</summary>
    public override string ToString() => Name;
}
