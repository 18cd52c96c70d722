using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Grants;

/// <summary>What it takes until a role does not let Temporal invoke a function any more. Made from values alone.</summary>
public sealed record RevokePlan
{
    private RevokePlan(RevokeState found) => Found = found;

    /// <summary>The steps in words; empty where nothing is left to revoke.</summary>
    public IReadOnlyList<Change> Changes { get; private init; } = [];

    /// <summary>Why something stays, or null.</summary>
    public string? Note { get; private init; }

    internal RevokeState Found { get; }

    internal bool DeletePolicy { get; private init; }

    internal bool DeleteRole { get; private init; }

    /// <summary>The plan.</summary>
    /// <exception cref="StageException">The role is a stack's.</exception>
    internal static RevokePlan From(RevokeState found)
    {
        if (found.Role is null)
        {
            return new RevokePlan(found) { Note = $"There is no role '{found.RoleName}': nothing is granted through it." };
        }

        if (found.StackName is { } stack)
        {
            throw AwsErrors.RoleOfStack(found.RoleName, stack);
        }

        string policyName = GrantState.PolicyName(found.FunctionName);
        bool there = found.Policies.Contains(policyName);
        if (there && !found.IsOwn && !SpeaksOnlyOf(found.Policy, found.FunctionName))
        {
            return new RevokePlan(found)
            {
                Note = $"The policy '{policyName}' of the role '{found.RoleName}' stays: neither was made by this module.",
            };
        }

        string[] left = [.. found.Policies.Where(name => name != policyName), .. found.AttachedPolicies];
        bool deleteRole = found.IsOwn && left.Length == 0;
        List<Change> changes = [];
        if (there)
        {
            changes.Add(new Change(
                "DeleteRolePolicy", found.RoleName, $"Take from the role '{found.RoleName}' that it may invoke '{found.FunctionName}'."));
        }

        if (deleteRole)
        {
            changes.Add(new Change("DeleteRole", found.RoleName, $"Delete the invocation role '{found.RoleName}', which grants nothing else."));
        }

        return new RevokePlan(found)
        {
            Changes = changes,
            DeletePolicy = there,
            DeleteRole = deleteRole,
            Note = deleteRole ? null
                : left.Length > 0 ? $"The role '{found.RoleName}' stays: it grants more ({string.Join(", ", left)})."
                : $"The role '{found.RoleName}' stays, with whom it trusts: this module did not create it.",
        };
    }

    // Ours does; a policy of the same name that another wrote may be about more.
    private static bool SpeaksOnlyOf(string? policy, string functionName) =>
        PolicyDocument.Statements(PolicyDocument.Read(policy)) is { Count: > 0 } statements
        && statements.All(statement => PolicyDocument.Strings(statement["Resource"]) is { Count: > 0 } resources
            && statement["NotAction"] is null
            && resources.All(arn => AwsArn.TryParse(arn, out AwsArn? parts) && parts.Service == "lambda"
                && parts.Resource is { } resource && (resource == "function:" + functionName || resource == $"function:{functionName}:*")));
}
