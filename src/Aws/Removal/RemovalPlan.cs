using System.Globalization;
using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Aws.Stacks;

namespace TemporalLambda.Aws.Removal;

/// <summary>
/// What it takes until nothing of a worker is left in AWS, in the safe order: the function, and before it a log group that it alone names, then
/// what lets Temporal invoke it, then what it ran with, then its log. Only what this module created goes, which its tag tells. Made from values alone.
/// </summary>
public sealed record RemovalPlan
{
    private RemovalPlan(WantedRemoval wanted, RemovalState found)
    {
        Wanted = wanted;
        Found = found;
    }

    /// <summary>The inventory in words, in order; empty where nothing is left.</summary>
    public IReadOnlyList<Change> Changes { get; private init; } = [];

    /// <summary>What stays, and why.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>The Worker Deployment that the function, or what is left of the worker, says it is of; or null.</summary>
    public string? DeploymentName { get; private init; }

    internal WantedRemoval Wanted { get; }

    internal RemovalState Found { get; }

    /// <summary>Whether the function is there and goes.</summary>
    public bool DeletesFunction { get; private init; }

    internal RevokePlan? Revoke { get; private init; }

    internal StackRevokePlan? StackRevoke { get; private init; }

    internal bool DeleteExecutionRole { get; private init; }

    internal IReadOnlyList<string> Parameters { get; private init; } = [];

    internal IReadOnlyList<TaggedResource> LogGroups { get; private init; } = [];

    /// <summary>Those of them that the function's settings alone name: once it is gone nobody would find them again.</summary>
    internal IReadOnlyList<TaggedResource> NamedLogGroups { get; private init; } = [];

    /// <summary>The log groups that are marked as the worker's before the function goes, so that another run still knows them.</summary>
    internal IReadOnlyList<TaggedResource> Mark { get; private init; } = [];

    /// <summary>The plan.</summary>
    /// <exception cref="StageException">The function is another's.</exception>
    internal static RemovalPlan From(WantedRemoval wanted, RemovalState found)
    {
        string name = wanted.FunctionName;
        CheckOwner(wanted, found);
        List<string> notes = [];
        TaggedResource[] groups = OwnLogGroups(name, found, notes);
        TaggedResource[] namedGroups = [.. groups.Where(group => group.Name != FunctionLog.GroupOf(name))];
        List<Change> changes = [.. namedGroups.Select(DeleteLogGroup)];
        if (found.Function is not null)
        {
            string versions = found.PublishedVersions switch
            {
                0 => "",
                1 => " with its version",
                { } number => string.Create(CultureInfo.InvariantCulture, $" with its {number} versions"),
            };
            changes.Add(new Change("DeleteFunction", name, $"Delete the function '{name}'{versions}."));
        }

        (RevokePlan? revoke, StackRevokePlan? stackRevoke) = PlanGrant(name, found, changes, notes);
        bool deleteRole = PlanExecutionRole(name, found.ExecutionRole, changes, notes);
        changes.AddRange(found.Parameters.Select(parameter => new Change(
            "DeleteParameter", parameter, $"Delete the parameter '{parameter}' with a secret of the worker's.")));
        changes.AddRange(groups.Except(namedGroups).Select(DeleteLogGroup));
        return new RemovalPlan(wanted, found)
        {
            Changes = changes,
            Notes = notes,
            DeploymentName = Functions.FunctionVariables.DeploymentName is var variable
                && found.Function?.Configuration.Environment?.Variables?.GetValueOrDefault(variable) is { Length: > 0 } named
                    ? named
                    : TaggedDeployment(name, found),
            DeletesFunction = found.Function is not null,
            Revoke = revoke,
            StackRevoke = stackRevoke,
            DeleteExecutionRole = deleteRole,
            Parameters = found.Parameters,
            NamedLogGroups = namedGroups,
            LogGroups = groups,
            Mark = [.. groups.Where(group => !OwnTags.AreOn(group.Tags, name))],
        };
    }

    private static TaggedResource[] OwnLogGroups(string functionName, RemovalState found, List<string> notes)
    {
        // Lambda itself makes the group of a function's name, without a tag of ours.
        ILookup<bool, TaggedResource> owned = found.LogGroups.ToLookup(group =>
            (group.Name == FunctionLog.GroupOf(functionName) && found.Function is not null) || OwnTags.AreOn(group.Tags, functionName));
        notes.AddRange(owned[false].Select(group => $"The log group '{group.Name}' stays: it can not be told that it was this worker's alone."));
        return [.. owned[true]];
    }

    private static Change DeleteLogGroup(TaggedResource group) => new("DeleteLogGroup", group.Name, $"Delete the log group '{group.Name}'.");

    // In a run after the function was deleted, its roles still tell.
    private static string? TaggedDeployment(string functionName, RemovalState found) =>
        new[] { found.Function?.Tags, found.ExecutionRole.Role?.Tags, found.Grant?.Role?.Tags, found.GrantingStack?.Stack?.Tags }
            .Where(tags => OwnTags.AreOn(tags, functionName))
            .Select(tags => tags!.GetValueOrDefault(OwnTags.Deployment))
            .FirstOrDefault(deployment => deployment is not null);

    private static void CheckOwner(WantedRemoval wanted, RemovalState found)
    {
        if (found.Function is not { } function)
        {
            return;
        }

        if (!OwnTags.AreOn(function.Tags, wanted.FunctionName))
        {
            throw AwsErrors.FunctionNotOwn(wanted.FunctionName);
        }

        string? deployment = function.Tags!.GetValueOrDefault(OwnTags.Deployment);
        if (wanted.DeploymentName is not null && deployment is not null
            && OwnTags.For(wanted.FunctionName, wanted.DeploymentName, null)[OwnTags.Deployment] != deployment)
        {
            throw AwsErrors.FunctionOfOtherDeployment(wanted.FunctionName, deployment, wanted.DeploymentName);
        }
    }

    private static (RevokePlan? Revoke, StackRevokePlan? Stack) PlanGrant(
        string functionName, RemovalState found, List<Change> changes, List<string> notes)
    {
        if (found.GrantingStack is { } granting)
        {
            if (StackRevokePlan.IsLastOfOthers(functionName, granting.Stack))
            {
                notes.Add($"The stack '{granting.Name}' stays: this module did not create it.");
                return (null, null);
            }

            StackRevokePlan stack = StackRevokePlan.From(granting.Name, functionName, granting.Stack);
            changes.AddRange(stack.Changes);
            return (null, stack);
        }

        if (found.Grant is null)
        {
            return (null, null);
        }

        RevokePlan revoke = RevokePlan.From(found.Grant);
        changes.AddRange(revoke.Changes);
        if (revoke.Note is not null && found.Grant.Role is not null)
        {
            notes.Add(revoke.Note);
        }

        return (revoke, null);
    }

    private static bool PlanExecutionRole(string functionName, OwnRoleState found, List<Change> changes, List<string> notes)
    {
        if (found.Role is null)
        {
            return false;
        }

        string? reason = !OwnTags.AreOn(found.Role.Tags, functionName) ? "this module did not create it for this function"
            : found.UsedBy.Count > 0 ? $"{string.Join(", ", found.UsedBy)} runs as it"
            : null;
        if (reason is not null)
        {
            notes.Add($"The role '{found.RoleName}' stays: {reason}.");
            return false;
        }

        changes.Add(new Change("DeleteRole", found.RoleName, $"Delete the execution role '{found.RoleName}'."));
        return true;
    }
}
