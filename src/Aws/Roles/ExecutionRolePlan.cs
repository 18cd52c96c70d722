using System.Text.Json.Nodes;
using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Roles;

/// <summary>What it takes until a function has its own role: the trust of Lambda, what the function needs and nothing else.</summary>
internal sealed record ExecutionRolePlan
{
    /// <summary>The name of the inline policy with what the function needs.</summary>
    public const string OwnPolicyName = "temporal-worker";

    /// <summary>The name of the inline policy that was given besides.</summary>
    public const string GivenPolicyName = "additional";

    /// <summary>Nothing to do: the role was given, or is another's.</summary>
    public static readonly ExecutionRolePlan Nothing = new();

    /// <summary>The role to create, or null.</summary>
    public CreateRoleRequest? Create { get; private init; }

    /// <summary>The trust policy that lets Lambda in again where somebody has taken that away, or null.</summary>
    public string? Trust { get; private init; }

    /// <summary>The boundary to put on a role that is there, or null.</summary>
    public string? Boundary { get; private init; }

    /// <summary>The inline policy with what the function needs, or null.</summary>
    public string? OwnPolicy { get; private init; }

    /// <summary>The inline policy that was given besides, or null.</summary>
    public string? GivenPolicy { get; private init; }

    /// <summary>The managed policies to attach.</summary>
    public IReadOnlyList<string> Attach { get; private init; } = [];

    /// <summary>The tags to add or change on a role that is there.</summary>
    public IReadOnlyDictionary<string, string> Tag { get; private init; } = new Dictionary<string, string>();

    /// <summary>The tags to remove.</summary>
    public IReadOnlyList<string> Untag { get; private init; } = [];

    /// <summary>The same in words.</summary>
    public IReadOnlyList<Change> Changes { get; private init; } = [];

    /// <summary>The plan. A role of the same name that this module did not create is left as it is.</summary>
    /// <param name="needs">What the function needs.</param>
    /// <param name="options">What was given besides.</param>
    /// <param name="ownTags">The tags by which the module knows it.</param>
    /// <param name="givenTags">The tags that were given; null removes one.</param>
    /// <param name="found">What is there.</param>
    /// <exception cref="StageException">The role is there under another path.</exception>
    public static ExecutionRolePlan From(
        RoleNeeds needs,
        ExecutionRoleOptions options,
        IReadOnlyDictionary<string, string> ownTags,
        IReadOnlyDictionary<string, string?> givenTags,
        ExecutionRoleState found)
    {
        string name = found.RoleName;
        if (found.Role is not null && !OwnTags.AreOn(found.Role.Tags, needs.Function.Name))
        {
            return options.AreGiven ? throw AwsErrors.RoleNotOwn(name, needs.Function.Name) : Nothing;
        }

        if (found.Role is not null && options.Path is not null && options.Path != found.Role.Path)
        {
            throw AwsErrors.RolePathDiffers(name, found.Role.Path, options.Path);
        }

        IReadOnlyList<(JsonObject Statement, string Purpose)> statements = needs.Statements();
        string policy = PolicyDocument.Of([.. statements.Select(s => s.Statement)]);
        TagsDifference tags = found.Role is null
            ? TagsDifference.None
            : TagsDifference.Between(found.Role.Tags, givenTags);
        ExecutionRolePlan plan = new()
        {
            Create = found.Role is null ? Creation(needs, options, TagsDifference.Merge(ownTags, givenTags), name) : null,
            Trust = found.Role is null || LambdaTrust.IsIn(found.Role.AssumeRolePolicyDocument) ? null : LambdaTrust.With(found.Role.AssumeRolePolicyDocument),
            Boundary = found.Role is not null && options.PermissionsBoundary != found.Role.PermissionsBoundary ? options.PermissionsBoundary : null,
            OwnPolicy = PolicyDocument.Same(found.OwnPolicy, policy) ? null : policy,
            GivenPolicy = PolicyDocument.Same(found.GivenPolicy, options.PolicyDocument) ? null : options.PolicyDocument,
            Attach = [.. options.PolicyArns.Except(found.AttachedPolicies)],
            Tag = tags.Set,
            Untag = tags.Removed,
        };
        return plan with { Changes = [.. plan.Sentences(name, statements, found)] };
    }

    private static CreateRoleRequest Creation(
        RoleNeeds needs, ExecutionRoleOptions options, IReadOnlyDictionary<string, string> tags, string name) => new()
    {
        RoleName = name,
        AssumeRolePolicyDocument = LambdaTrust.Document,
        Description = $"Execution role of the Temporal worker {needs.Function.Name}",
        Path = options.Path,
        PermissionsBoundary = options.PermissionsBoundary,
        Tags = tags,
    };

    private IEnumerable<Change> Sentences(string name, IReadOnlyList<(JsonObject Statement, string Purpose)> wanted, ExecutionRoleState found)
    {
        if (Create is not null)
        {
            string path = Create.Path is null ? "" : $" under the path {Create.Path}";
            string boundary = Create.PermissionsBoundary is null ? "" : $" with the permissions boundary {Create.PermissionsBoundary}";
            yield return new Change("CreateRole", name, $"Create the execution role '{name}'{path}{boundary}.");
        }

        if (Trust is not null)
        {
            yield return new Change("UpdateAssumeRolePolicy", name, $"Let Lambda assume the role '{name}' again.");
        }

        if (Boundary is not null)
        {
            yield return new Change("PutRolePermissionsBoundary", name, $"Set the permissions boundary of the role '{name}' to {Boundary}.");
        }

        foreach (string tag in Tag.Keys)
        {
            yield return new Change("TagRole", name, $"Set the tag {tag} of the role '{name}'.");
        }

        foreach (string tag in Untag)
        {
            yield return new Change("UntagRole", name, $"Remove the tag {tag} of the role '{name}'.");
        }

        if (OwnPolicy is not null)
        {
            foreach (string sentence in PolicySentences(name, wanted, found.OwnPolicy))
            {
                yield return new Change("PutRolePolicy", name, sentence);
            }
        }

        if (GivenPolicy is not null)
        {
            yield return new Change("PutRolePolicy", name, $"Put the given policy document on the role '{name}'.");
        }

        foreach (string policy in Attach)
        {
            yield return new Change("AttachRolePolicy", name, $"Attach the policy {policy} to the role '{name}'.");
        }
    }

    private static List<string> PolicySentences(
        string name, IReadOnlyList<(JsonObject Statement, string Purpose)> wanted, string? foundPolicy)
    {
        Dictionary<string, JsonObject> found = [];
        foreach (JsonObject statement in PolicyDocument.Statements(PolicyDocument.Read(foundPolicy)))
        {
            found[Sid(statement)] = statement;
        }

        List<string> sentences =
        [
            .. from statement in wanted
               where !JsonNode.DeepEquals(found.GetValueOrDefault(Sid(statement.Statement)), statement.Statement)
               select $"Let the role '{name}' {statement.Purpose}.",
            .. from sid in found.Keys.Except(wanted.Select(w => Sid(w.Statement)))
               select $"Remove the statement {(sid.Length == 0 ? "without a name" : sid)} from the policy {OwnPolicyName} of the role '{name}'.",
        ];
        return sentences.Count > 0 ? sentences : [$"Put the policy {OwnPolicyName} of the role '{name}' in order."];
    }

    private static string Sid(JsonObject statement) => (string?)statement["Sid"] ?? "";
}
