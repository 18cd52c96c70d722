using System.Xml.Linq;

namespace TemporalLambda.Aws.Iam;

/// <summary>A role.</summary>
public sealed record Role
{
    /// <summary>The name, without the path.</summary>
    public required string RoleName { get; init; }

    /// <summary>The ARN, with the path.</summary>
    public required string Arn { get; init; }

    /// <summary>The path, <c>/</c> where there is none.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The role's unique id: a role made again under the same name has another one.</summary>
    public string RoleId { get; init; } = "";

    /// <summary>Who may assume it, as a JSON policy document.</summary>
    public string AssumeRolePolicyDocument { get; init; } = "";

    /// <summary>The longest session, in seconds.</summary>
    public int MaxSessionDuration { get; init; } = 3600;

    /// <summary>The tags; a listing leaves them out.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The ARN of the policy that bounds what it may do, or null.</summary>
    public string? PermissionsBoundary { get; init; }

    internal static Role From(XElement element) => new()
    {
        RoleName = (string)element.Element("RoleName")!,
        Arn = (string)element.Element("Arn")!,
        Path = (string?)element.Element("Path") ?? "/",
        RoleId = (string?)element.Element("RoleId") ?? "",
        AssumeRolePolicyDocument = Uri.UnescapeDataString((string?)element.Element("AssumeRolePolicyDocument") ?? ""),
        MaxSessionDuration = (int?)element.Element("MaxSessionDuration") ?? 3600,
        PermissionsBoundary = (string?)element.Element("PermissionsBoundary")?.Element("PermissionsBoundaryArn"),
        Tags = (element.Element("Tags")?.Elements("member") ?? [])
            .ToDictionary(tag => (string)tag.Element("Key")!, tag => (string?)tag.Element("Value") ?? ""),
    };
}

/// <summary>CreateRole.</summary>
public sealed record CreateRoleRequest
{
    /// <summary>The new role's name, 64 characters at most.</summary>
    public required string RoleName { get; init; }

    /// <summary>Who may assume it, as a JSON policy document.</summary>
    public required string AssumeRolePolicyDocument { get; init; }

    /// <summary>A remark.</summary>
    public string? Description { get; init; }

    /// <summary>The path, beginning and ending with a slash. Default: <c>/</c>.</summary>
    public string? Path { get; init; }

    /// <summary>The ARN of a policy that bounds what the role may do.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
