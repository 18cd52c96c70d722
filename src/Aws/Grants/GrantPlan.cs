using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Grants;

/// <summary>What came of a grant.</summary>
/// <param name="InvokeRoleArn">The role that Temporal assumes.</param>
/// <param name="ExternalId">What it presents.</param>
public sealed record GrantResult(string InvokeRoleArn, string ExternalId);

/// <summary>What it takes until Temporal can invoke the function. Made from values alone.</summary>
public sealed record GrantPlan
{
    /// <summary>What all inline policies of a role may have together, in characters but white space. It can not be raised.</summary>
    internal const int LongestPolicies = 10240;

    /// <summary>What a trust policy may have at most; without a request to AWS it is half of it.</summary>
    internal const int LongestTrust = 4096;

    private GrantPlan(WantedGrant wanted, GrantState found, GrantResult expected)
    {
        Wanted = wanted;
        Found = found;
        Expected = expected;
    }

    /// <summary>The steps in words; empty where nothing differs.</summary>
    public IReadOnlyList<Change> Changes { get; private init; } = [];

    /// <summary>What will be there.</summary>
    public GrantResult Expected { get; }

    internal WantedGrant Wanted { get; }

    internal GrantState Found { get; }

    internal CreateRoleRequest? Create { get; private init; }

    internal string? Boundary { get; private init; }

    internal string? Trust { get; private init; }

    internal string? Policy { get; private init; }

    /// <summary>The plan for a wanted grant.</summary>
    /// <param name="wanted">What is wanted.</param>
    /// <param name="found">What is there.</param>
    /// <param name="newExternalId">The one to use where neither a given nor a found one is to be used.</param>
    /// <exception cref="StageException">The principals are trusted with another External ID than the given one.</exception>
    internal static GrantPlan From(WantedGrant wanted, GrantState found, string newExternalId)
    {
        TrustPolicy trust = TrustPolicy.Read(found.Role?.AssumeRolePolicyDocument);
        string externalId = wanted.ExternalId ?? trust.ExternalIdFor(wanted.Principals) ?? newExternalId;
        if (wanted.ExternalId is not null && !wanted.Force && trust.Conflicts(wanted.Principals, externalId))
        {
            throw AwsErrors.ExternalIdConflict(found.RoleName);
        }

        FunctionArn function = found.Function;
        List<Change> changes = [];
        CreateRoleRequest? create = null;
        string? extended = null;
        if (found.Role is null)
        {
            create = new CreateRoleRequest
            {
                RoleName = found.RoleName,
                AssumeRolePolicyDocument = TrustPolicy.For(wanted.Principals, externalId),
                Description = $"Lets Temporal invoke the function {function.Name}",
                Path = wanted.RolePath,
                PermissionsBoundary = wanted.PermissionsBoundary,
                Tags = OwnTags.For(function.Name, wanted.DeploymentName, wanted.Namespace),
            };
            changes.Add(new Change(
                "CreateRole",
                found.RoleName,
                $"Create the invocation role '{found.RoleName}' for {Join(wanted.Principals)}, with an External ID."));
        }
        else if (trust.Missing(wanted.Principals, externalId) is { Count: > 0 } missing)
        {
            extended = trust.With(missing, externalId);
            changes.Add(new Change(
                "UpdateAssumeRolePolicy", found.RoleName, $"Let {Join(missing)} assume the role '{found.RoleName}', with an External ID."));
        }

        string? boundary = found.Role is null ? null : BoundaryDifference(wanted, found.Role, function.Name);
        if (boundary is not null)
        {
            changes.Add(new Change(
                "PutRolePermissionsBoundary", found.RoleName, $"Set the permissions boundary of the role '{found.RoleName}' to {boundary}."));
        }

        if (extended is not null && PolicyText.CountedLength(extended) > LongestTrust)
        {
            throw AwsErrors.TrustPolicyFull(found.RoleName, null);
        }

        string policy = PolicyFor(function);
        bool policyDiffers = !PolicyDocument.Same(found.Policy, policy);
        if (policyDiffers)
        {
            if (found.OtherPoliciesLength + PolicyText.CountedLength(policy) > LongestPolicies)
            {
                throw AwsErrors.RolePoliciesFull(found.RoleName, function.Name, null);
            }

            changes.Add(new Change(
                "PutRolePolicy", found.RoleName, $"Let the role '{found.RoleName}' invoke '{function.Name}' and every version of it."));
        }

        return new GrantPlan(wanted, found, new GrantResult(found.RoleArn(wanted.RolePath), externalId))
        {
            Create = create,
            Boundary = boundary,
            Trust = extended,
            Policy = policyDiffers ? policy : null,
            Changes = changes,
        };
    }

    // Path and boundary of a role that is there: a path stays, and a boundary is ours to set on our own role only.
    private static string? BoundaryDifference(WantedGrant wanted, Role role, string functionName)
    {
        if (wanted.RolePath is not null && wanted.RolePath != role.Path)
        {
            throw AwsErrors.RolePathDiffers(role.RoleName, role.Path, wanted.RolePath);
        }

        return wanted.PermissionsBoundary is null || wanted.PermissionsBoundary == role.PermissionsBoundary ? null
            : role.Tags.ContainsKey(OwnTags.Function) ? wanted.PermissionsBoundary
            : throw AwsErrors.RoleNotOwn(role.RoleName, functionName);
    }

    // Both forms of the ARN: the one with :* does not match the one without.
    internal static string PolicyFor(FunctionArn function) => PolicyDocument.Of(PolicyDocument.Allow(
        "InvokeWorker", ["lambda:GetFunction", "lambda:InvokeFunction"], [function.Unqualified, function.AllQualified]));

    private static string Join(IReadOnlyList<string> principals) =>
        principals.Count == TemporalPrincipals.Cloud.Count && principals.All(TemporalPrincipals.Cloud.Contains)
            ? "Temporal Cloud"
            : string.Join(", ", principals);
}
