using System.Text;
using System.Text.RegularExpressions;
using TemporalLambda.Aws.Grants;

namespace TemporalLambda.Aws.Stacks;

/// <summary>What it takes until a stack's role lets Temporal invoke a function. Made from values alone.</summary>
public sealed partial record StackGrantPlan
{
    private static readonly string[] Updatable =
        ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"];

    // A creation that failed leaves a stack that can only be deleted.
    private static readonly string[] NeverCreated = ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"];

    private StackGrantPlan(string stackName, WantedGrant wanted, Stack? found, GrantResult expected)
    {
        StackName = stackName;
        Wanted = wanted;
        Found = found;
        Expected = expected;
    }

    /// <summary>The steps in words; empty where nothing differs.</summary>
    public IReadOnlyList<Change> Changes { get; private init; } = [];

    /// <summary>What will be there.</summary>
    public GrantResult Expected { get; }

    internal string StackName { get; }

    internal WantedGrant Wanted { get; }

    internal Stack? Found { get; }

    internal bool Delete { get; private init; }

    /// <summary>The parameters to create it with, or null.</summary>
    internal IReadOnlyDictionary<string, string?>? Create { get; private init; }

    /// <summary>The parameters to update it with, or null.</summary>
    internal IReadOnlyDictionary<string, string?>? Update { get; private init; }

    /// <summary>Checks a name before anything is read.</summary>
    /// <exception cref="StageException">CloudFormation would not take it.</exception>
    public static void CheckName(string stackName)
    {
        if (!NameForm().IsMatch(stackName))
        {
            throw AwsErrors.StackNameNotValid(stackName);
        }
    }

    /// <summary>The plan.</summary>
    /// <param name="stackName">The stack.</param>
    /// <param name="wanted">What is wanted.</param>
    /// <param name="found">The stack as it is, with nothing under way.</param>
    /// <param name="newExternalId">The one to use where neither a given nor a found one is to be used.</param>
    /// <exception cref="StageException">The stack can not be made to grant it.</exception>
    internal static StackGrantPlan From(string stackName, WantedGrant wanted, Stack? found, string newExternalId)
    {
        FunctionArn function = FunctionArn.Parse(wanted.FunctionArn);
        if (found is null)
        {
            return Creation(stackName, wanted, function, null, newExternalId);
        }

        if (NeverCreated.Contains(found.StackStatus))
        {
            return found.Tags.ContainsKey(OwnTags.Function)
                ? Creation(stackName, wanted, function, found, newExternalId)
                : throw AwsErrors.StackNotUsable(stackName, found.StackStatus);
        }

        return Updatable.Contains(found.StackStatus)
            ? Extension(stackName, wanted, function, found)
            : throw AwsErrors.StackNotUsable(stackName, found.StackStatus);
    }

    /// <summary>The parameters of a new stack.</summary>
    internal static SortedDictionary<string, string?> Parameters(WantedGrant wanted, FunctionArn function, string externalId) =>
        new(StringComparer.Ordinal)
        {
            [InvokeRoleTemplate.ExternalId] = externalId,
            [InvokeRoleTemplate.Principals] = string.Join(',', wanted.Principals),
            [InvokeRoleTemplate.Functions] = string.Join(',', InvokeRoleTemplate.FormsOf(function)),
            [InvokeRoleTemplate.RoleName] = wanted.RoleName ?? RoleName.ForInvocation(function.Name),
            [InvokeRoleTemplate.RolePath] = wanted.RolePath ?? "/",
            [InvokeRoleTemplate.PermissionsBoundary] = wanted.PermissionsBoundary ?? "",
        };

    /// <summary>The ARN that a new stack's role will have.</summary>
    internal static string RoleArn(WantedGrant wanted, FunctionArn function) =>
        $"arn:{function.Parts.Partition}:iam::{function.Parts.Account}:role{wanted.RolePath ?? "/"}{wanted.RoleName ?? RoleName.ForInvocation(function.Name)}";

    private static StackGrantPlan Creation(string stackName, WantedGrant wanted, FunctionArn function, Stack? failed, string newExternalId)
    {
        string externalId = wanted.ExternalId ?? newExternalId;
        List<Change> changes = [];
        if (failed is not null)
        {
            changes.Add(new Change(
                "DeleteStack", stackName, $"Delete the stack '{stackName}', whose creation failed ({failed.StackStatus}) and which holds nothing."));
        }

        changes.Add(new Change(
            "CreateStack",
            stackName,
            $"Create the stack '{stackName}' with the invocation role of '{function.Name}' for {string.Join(", ", wanted.Principals)}, with an External ID."));
        return new StackGrantPlan(stackName, wanted, failed, new GrantResult(RoleArn(wanted, function), externalId))
        {
            Delete = failed is not null,
            Create = Parameters(wanted, function, externalId),
            Changes = changes,
        };
    }

    private static StackGrantPlan Extension(string stackName, WantedGrant wanted, FunctionArn function, Stack found)
    {
        if (!found.Parameters.TryGetValue(InvokeRoleTemplate.ExternalId, out string? externalId)
            || !found.Outputs.TryGetValue(InvokeRoleTemplate.Functions, out string? functions)
            || !found.Outputs.TryGetValue(InvokeRoleTemplate.RoleArnOutput, out string? roleArn))
        {
            throw AwsErrors.StackNotRecognized(stackName);
        }

        bool replaced = wanted.ExternalId is not null && wanted.ExternalId != externalId;
        if (replaced && !wanted.Force)
        {
            throw AwsErrors.StackExternalIdConflict(stackName);
        }

        // What is not named keeps its value.
        SortedDictionary<string, string?> parameters = new(StringComparer.Ordinal);
        foreach (string name in found.Parameters.Keys)
        {
            parameters[name] = null;
        }

        List<Change> changes = [];
        if (replaced)
        {
            parameters[InvokeRoleTemplate.ExternalId] = externalId = wanted.ExternalId!;
            changes.Add(new Change(
                "UpdateStack",
                stackName,
                $"Replace the External ID of the stack '{stackName}': versions that are registered with the old one have to be registered again."));
        }

        string[] present = InvokeRoleTemplate.Values(functions);
        string[] missing = [.. InvokeRoleTemplate.FormsOf(function).Except(present)];
        if (missing.Length > 0)
        {
            parameters[InvokeRoleTemplate.Functions] = List(stackName, InvokeRoleTemplate.Functions, [.. present, .. missing]);
            changes.Add(new Change(
                "UpdateStack", stackName, $"Let the role of the stack '{stackName}' invoke '{function.Name}' and every version of it."));
        }

        string[] trusted = Trusted(found);
        string[] strangers = [.. wanted.Principals.Except(trusted)];
        if (strangers.Length > 0)
        {
            if (!found.Parameters.ContainsKey(InvokeRoleTemplate.Principals))
            {
                throw AwsErrors.StackTrustsOthers(stackName, strangers);
            }

            parameters[InvokeRoleTemplate.Principals] = List(stackName, InvokeRoleTemplate.Principals, [.. trusted, .. strangers]);
            changes.Add(new Change(
                "UpdateStack", stackName, $"Let {string.Join(", ", strangers)} assume the role of the stack '{stackName}', with an External ID."));
        }

        return new StackGrantPlan(stackName, wanted, found, new GrantResult(roleArn, externalId))
        {
            Update = changes.Count > 0 ? parameters : null,
            Changes = changes,
        };
    }

    private static string[] Trusted(Stack found) =>
        found.Outputs.TryGetValue(InvokeRoleTemplate.Principals, out string? list) ? InvokeRoleTemplate.Values(list)
        : found.Parameters.TryGetValue(InvokeRoleTemplate.Principal, out string? one) ? [one]
        : [.. TemporalPrincipals.Cloud];

    private static string List(string stackName, string parameter, string[] values)
    {
        string list = string.Join(',', values);
        return Encoding.UTF8.GetByteCount(list) <= InvokeRoleTemplate.LongestValue ? list : throw AwsErrors.StackParameterFull(stackName, parameter);
    }

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
