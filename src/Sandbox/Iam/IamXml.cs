using System.Xml.Linq;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Iam;

/// <summary>IAM's records as its answers show them.</summary>
internal static class IamXml
{
    public static XElement Role(Role role, string name = "Role") => new(name,
        new XElement("Path", role.Path),
        new XElement("RoleName", role.Name),
        new XElement("RoleId", role.Id),
        new XElement("Arn", role.Arn),
        new XElement("CreateDate", XmlAnswer.Time(role.CreateDate)),
        new XElement("AssumeRolePolicyDocument", Document(role.Trust)),
        role.Description is null ? null : new XElement("Description", role.Description),
        new XElement("MaxSessionDuration", role.MaxSessionDuration),
        role.PermissionsBoundary is null ? null : new XElement("PermissionsBoundary",
            new XElement("PermissionsBoundaryType", "Policy"),
            new XElement("PermissionsBoundaryArn", role.PermissionsBoundary)),
        role.Tags.Count == 0 ? null : Tags(role.Tags),
        new XElement("RoleLastUsed"));

    public static XElement Policy(ManagedPolicy policy, int attachmentCount) => new("Policy",
        new XElement("PolicyName", policy.Name),
        new XElement("PolicyId", policy.Id),
        new XElement("Arn", policy.Arn),
        new XElement("Path", policy.Path),
        new XElement("DefaultVersionId", "v1"),
        new XElement("AttachmentCount", attachmentCount),
        new XElement("PermissionsBoundaryUsageCount", 0),
        new XElement("IsAttachable", "true"),
        policy.Description is null ? null : new XElement("Description", policy.Description),
        new XElement("CreateDate", XmlAnswer.Time(policy.CreateDate)),
        new XElement("UpdateDate", XmlAnswer.Time(policy.CreateDate)),
        policy.Tags.Count == 0 ? null : Tags(policy.Tags));

    public static XElement Tags(IEnumerable<KeyValuePair<string, string>> tags) => new("Tags",
        tags.Select(tag => new XElement("member", new XElement("Key", tag.Key), new XElement("Value", tag.Value))));

    /// <summary>IsTruncated and, if there is more, Marker.</summary>
    public static IEnumerable<XElement> End(string? marker) => marker is null
        ? [new XElement("IsTruncated", "false")]
        : [new XElement("IsTruncated", "true"), new XElement("Marker", marker)];

    /// <summary>Policy documents are answered percent-encoded.</summary>
    public static string Document(WrittenPolicy policy) => Uri.EscapeDataString(policy.Json);
}
