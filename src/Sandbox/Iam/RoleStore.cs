using TemporalLambda.Sandbox.Policies;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Iam;

/// <summary>The account's roles and managed policies. What it hands out never changes; a change replaces it.</summary>
internal sealed class RoleStore
{
    private readonly Lock _lock = new();

    // IAM's names differ, but not by case alone.
    private readonly Dictionary<string, Role> _roles = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ManagedPolicy> _policies = AwsManagedPolicies.All();

    /// <summary>The role of this name, or null.</summary>
    public Role? Find(string name)
    {
        lock (_lock)
        {
            return _roles.GetValueOrDefault(name);
        }
    }

    /// <summary>The role of this ARN, or null.</summary>
    public Role? FindByArn(string arn) => Find(arn[(arn.LastIndexOf('/') + 1)..]) is { } role && role.Arn == arn ? role : null;

    /// <summary>The role of this name.</summary>
    /// <exception cref="AwsException">NoSuchEntity.</exception>
    public Role Get(string name) => Find(name) ?? throw NoRole(name);

    /// <summary>All roles by name.</summary>
    public IReadOnlyList<Role> All()
    {
        lock (_lock)
        {
            return [.. _roles.Values.OrderBy(role => role.Name, StringComparer.Ordinal)];
        }
    }

    public void Add(Role role)
    {
        lock (_lock)
        {
            if (!_roles.TryAdd(role.Name, role))
            {
                throw new AwsException(409, "EntityAlreadyExists", $"Role with name {role.Name} already exists.");
            }
        }
    }

    /// <summary>Replaces a role by what the function makes of it; its exceptions leave the role as it was.</summary>
    public Role Change(string name, Func<Role, Role> change)
    {
        lock (_lock)
        {
            return _roles[name] = change(_roles.GetValueOrDefault(name) ?? throw NoRole(name));
        }
    }

    public void Remove(string name)
    {
        lock (_lock)
        {
            var role = _roles.GetValueOrDefault(name) ?? throw NoRole(name);
            if (role.Attached.Count > 0)
            {
                throw new AwsException(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
            }
            if (role.Inline.Count > 0)
            {
                throw new AwsException(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
            }
            _roles.Remove(name);
        }
    }

    /// <summary>The managed policy of this ARN, or null.</summary>
    public ManagedPolicy? FindPolicy(string arn)
    {
        lock (_lock)
        {
            return _policies.GetValueOrDefault(arn) ?? AwsManagedPolicies.Other(arn);
        }
    }

    public void AddPolicy(ManagedPolicy policy)
    {
        lock (_lock)
        {
            if (!_policies.TryAdd(policy.Arn, policy))
            {
                throw new AwsException(409, "EntityAlreadyExists", $"A policy called {policy.Name} already exists. Duplicate names are not allowed.");
            }
        }
    }

    public void RemovePolicy(string arn)
    {
        lock (_lock)
        {
            if (AttachmentCount(arn) > 0)
            {
                throw new AwsException(409, "DeleteConflict", "Cannot delete a policy attached to entities.");
            }
            if (!_policies.Remove(arn))
            {
                throw new AwsException(404, "NoSuchEntity", $"Policy {arn} was not found.");
            }
        }
    }

    /// <summary>How many roles have the policy.</summary>
    public int AttachmentCount(string arn)
    {
        lock (_lock)
        {
            return _roles.Values.Count(role => role.Attached.Contains(arn));
        }
    }

    /// <summary>The role's inline and attached policies, as they are evaluated.</summary>
    public IEnumerable<PolicyDocument> PoliciesOf(Role role) =>
        role.Inline.Values.Select(policy => policy.Document).Concat(role.Attached.Select(PolicyDocument));

    /// <summary>What a managed policy says; one that is gone allows nothing.</summary>
    public PolicyDocument PolicyDocument(string arn) => FindPolicy(arn)?.Policy.Document ?? new PolicyDocument([]);

    private static AwsException NoRole(string name) => new(404, "NoSuchEntity", $"The role with name {name} cannot be found.");
}
