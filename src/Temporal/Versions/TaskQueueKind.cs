namespace TemporalLambda.Temporal;

/// <summary>The kinds of task that a worker polls a task queue for.</summary>
public enum TaskQueueKind
{
    /// <summary>Workflow tasks.</summary>
    Workflow,

    /// <summary>Activity tasks.</summary>
    Activity,

    /// <summary>Nexus operations.</summary>
    Nexus,
}

/// <summary>Sets of kinds of task. The empty set is all kinds that no other scaling group of the version is for.</summary>
internal static class TaskQueueKinds
{
    /// <summary>In the usual order, each once; all kinds together are the empty set.</summary>
    public static IReadOnlyList<TaskQueueKind> Normal(IEnumerable<TaskQueueKind> kinds)
    {
        TaskQueueKind[] distinct = [.. kinds.Distinct().Order()];
        return distinct.Length == Enum.GetValues<TaskQueueKind>().Length ? [] : distinct;
    }

    /// <summary>The name of the scaling group that is for them; the one that the Temporal CLI makes for the empty set.</summary>
    public static string GroupName(IReadOnlyList<TaskQueueKind> kinds) =>
        kinds.Count == 0 ? ComputeGroup.DefaultName : string.Join('-', kinds.Select(kind => kind.ToString().ToLowerInvariant()));

    /// <summary>As a person says it: <c>Workflow and Activity tasks</c>; <c>all tasks</c> for the empty set.</summary>
    public static string InWords(IReadOnlyList<TaskQueueKind> kinds) => kinds.Count == 0 ? "all tasks" : $"{string.Join(" and ", kinds)} tasks";

    public static Temporalio.Api.Enums.V1.TaskQueueType ToMessage(this TaskQueueKind kind) => kind switch
    {
        TaskQueueKind.Workflow => Temporalio.Api.Enums.V1.TaskQueueType.Workflow,
        TaskQueueKind.Activity => Temporalio.Api.Enums.V1.TaskQueueType.Activity,
        _ => Temporalio.Api.Enums.V1.TaskQueueType.Nexus,
    };

    /// <summary>Those that are known here; a newer server may have more.</summary>
    public static IEnumerable<TaskQueueKind> From(IEnumerable<Temporalio.Api.Enums.V1.TaskQueueType> types) =>
        Enum.GetValues<TaskQueueKind>().Where(kind => types.Contains(kind.ToMessage()));
}
