using System.Globalization;
using TemporalLambda.Cmdlets.Errors;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Teardown;

/// <summary>A version of the deployment, with the open workflows that need its function.</summary>
/// <param name="Description">The version.</param>
/// <param name="Pinned">Those that only it can complete.</param>
/// <param name="AutoUpgrade">Those that move on to what is current, and have nowhere to go without.</param>
internal sealed record VersionAtWork(VersionDescription Description, long Pinned, long AutoUpgrade);

/// <summary>What there is of a worker in Temporal.</summary>
/// <param name="Deployment">The deployment, or null.</param>
/// <param name="Versions">All of its versions.</param>
internal sealed record TeardownState(DeploymentDescription? Deployment, IReadOnlyList<VersionAtWork> Versions);

/// <summary>
/// What it takes until nothing of a worker's deployment is left in Temporal: traffic is routed away and work drained while the function is
/// there, which is what drains it; versions and deployment go after it. Made from values alone.
/// </summary>
internal sealed record TeardownPlan
{
    /// <summary>Nothing is there, or it is not known.</summary>
    public static readonly TeardownPlan Nothing = new();

    private TeardownPlan()
    {
    }

    /// <summary>The deployment; empty where there is none.</summary>
    public string DeploymentName { get; private init; } = "";

    /// <summary>The steps before the function is deleted, in words.</summary>
    public IReadOnlyList<Change> Before { get; private init; } = [];

    /// <summary>The steps after it, in words.</summary>
    public IReadOnlyList<Change> After { get; private init; } = [];

    /// <summary>What is stranded by force, or null.</summary>
    public string? Warning { get; private init; }

    /// <summary>What stays, and why.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Whether a version gets traffic.</summary>
    public bool Unset { get; private init; }

    /// <summary>The build ids to drain.</summary>
    public IReadOnlyList<string> Drain { get; private init; } = [];

    /// <summary>The build ids to delete.</summary>
    public IReadOnlyList<string> Delete { get; private init; } = [];

    /// <summary>Whether the deployment goes.</summary>
    public bool DeleteDeployment { get; private init; }

    /// <summary>The plan.</summary>
    /// <param name="functionName">The worker's function.</param>
    /// <param name="found">What is there.</param>
    /// <param name="force">Strands workflows that are open.</param>
    /// <exception cref="StageException">Workflows are open that nobody could complete.</exception>
    public static TeardownPlan From(string functionName, TeardownState found, bool force)
    {
        if (found.Deployment is not { } deployment)
        {
            return Nothing;
        }

        string name = deployment.DeploymentName;
        VersionAtWork[] own = [.. found.Versions.Where(version => IsOf(version.Description, functionName))];
        string[] others = [.. found.Versions.Except(own).Select(version => version.Description.BuildId)];
        string[] routed = [.. own.Select(version => version.Description.BuildId).Where(build => build == deployment.CurrentBuildId || build == deployment.RampingBuildId)];
        if (others.Length > 0 && routed.Length > 0 && !force)
        {
            // Which of the others is to get the work is not ours to choose.
            throw CmdletErrors.WorkerRouted(functionName, name, routed, others);
        }

        long pinned = own.Sum(version => version.Pinned);
        long moving = own.Sum(version => version.AutoUpgrade);
        if (pinned + (others.Length == 0 ? moving : 0) > 0 && !force)
        {
            throw CmdletErrors.WorkerAtWork(functionName, name, pinned, moving);
        }

        bool unset = routed.Length > 0;
        string[] drain = force ? [] : [.. own.Select(version => version.Description)
            .Where(version => routed.Contains(version.BuildId) || version.Status is "Current" or "Ramping" or "Draining").Select(version => version.BuildId)];
        string[] delete = [.. own.Select(version => version.Description.BuildId).Reverse()];
        return new TeardownPlan
        {
            DeploymentName = name,
            Unset = unset,
            Drain = drain,
            Delete = delete,
            DeleteDeployment = others.Length == 0,
            Warning = pinned + moving == 0 || !force ? null : CmdletErrors.WorkerAtWork(functionName, name, pinned, moving).Message,
            Notes = others.Length == 0 ? [] : [$"The worker deployment '{name}' stays: it has versions of other workers ({string.Join(", ", others)})."],
            Before =
            [
                .. !unset ? Array.Empty<Change>()
                    : [new Change("UnsetCurrentVersion", name, $"Send no more work to {string.Join(" and ", routed.Select(build => $"version '{build}'"))} of worker deployment '{name}'.")],
                .. drain.Select(build => new Change("WaitDrained", $"{name}:{build}", $"Wait until version '{build}' of worker deployment '{name}' is drained.")),
            ],
            After =
            [
                .. delete.Select(build => new Change("DeleteVersion", $"{name}:{build}", $"Remove version '{build}' of worker deployment '{name}'.")),
                .. others.Length > 0 ? Array.Empty<Change>() : [new Change("DeleteDeployment", name, $"Remove worker deployment '{name}'.")],
            ],
        };
    }

    /// <summary>How many workflows, as words.</summary>
    internal static string Count(long number, string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} open {kind} {(number == 1 ? "workflow" : "workflows")}");

    // A version without a provider is of workers that run elsewhere, as far as anybody can tell.
    private static bool IsOf(VersionDescription version, string functionName) =>
        version.QualifiedArn is { } arn && Aws.FunctionArn.Parse(arn).Name == functionName;
}
