using System.Xml.Linq;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Iam;

/// <summary>Roles, their trust and their tags.</summary>
internal sealed class RoleOperations(RoleStore roles, PolicyWriting policies, SandboxOptions options, TimeProvider time)
{
    private const int MostTags = 50;

    public IEnumerable<XElement> Create(IamCall call)
    {
        string name = call.RoleName, path = call.Path;
        var role = new Role(
            name, path, Arn(path, name), UniqueIds.New("AROA"), time.GetUtcNow(), policies.Trust(call.Form.Required("AssumeRolePolicyDocument")))
        {
            Description = Description(call),
            MaxSessionDuration = SessionDuration(call) ?? 3600,
            PermissionsBoundary = Boundary(call),
        };
        role = Tagged(role, call.Tags);
        roles.Add(role);
        return [IamXml.Role(role)];
    }

    public IEnumerable<XElement> Get(IamCall call) => [IamXml.Role(roles.Get(call.RoleName))];

    public IEnumerable<XElement> List(IamCall call)
    {
        string prefix = call.Form.Optional("PathPrefix") ?? "/";
        var (page, marker) = call.Page(
            roles.All().Where(role => role.Path.StartsWith(prefix, StringComparison.Ordinal)), role => role.Name);
        // As in AWS, a list leaves tags and boundary out.
        return IamXml.End(marker).Prepend(new XElement("Roles", page.Select(role =>
            IamXml.Role(role with { Tags = role.Tags.Clear(), PermissionsBoundary = null }, "member"))));
    }

    public IEnumerable<XElement> Update(IamCall call)
    {
        var (description, duration) = (Description(call), SessionDuration(call));
        roles.Change(call.RoleName, role => role with
        {
            Description = description ?? role.Description,
            MaxSessionDuration = duration ?? role.MaxSessionDuration,
        });
        return [];
    }

    public IEnumerable<XElement>? UpdateTrust(IamCall call)
    {
        string name = call.RoleName;
        _ = roles.Get(name);
        var trust = policies.Trust(call.Form.Required("PolicyDocument"));
        roles.Change(name, role => role with { Trust = trust });
        return null;
    }

    public IEnumerable<XElement>? Delete(IamCall call)
    {
        roles.Remove(call.RoleName);
        return null;
    }

    public IEnumerable<XElement>? PutBoundary(IamCall call)
    {
        string? boundary = Boundary(call) ?? call.Form.Required("PermissionsBoundary");
        roles.Change(call.RoleName, role => role with { PermissionsBoundary = boundary });
        return null;
    }

    public IEnumerable<XElement>? DeleteBoundary(IamCall call)
    {
        roles.Change(call.RoleName, role => role with { PermissionsBoundary = null });
        return null;
    }

    public IEnumerable<XElement>? Tag(IamCall call)
    {
        var tags = call.Tags;
        roles.Change(call.RoleName, role => Tagged(role, tags));
        return null;
    }

    public IEnumerable<XElement>? Untag(IamCall call)
    {
        var keys = call.Form.Members("TagKeys");
        roles.Change(call.RoleName, role => role with { Tags = role.Tags.RemoveRange(keys) });
        return null;
    }

    public IEnumerable<XElement> ListTags(IamCall call)
    {
        var (page, marker) = call.Page(roles.Get(call.RoleName).Tags, tag => tag.Key);
        return IamXml.End(marker).Prepend(IamXml.Tags(page));
    }

    private static Role Tagged(Role role, IEnumerable<KeyValuePair<string, string>> tags)
    {
        var all = role.Tags.SetItems(tags);
        return all.Count <= MostTags ? role with { Tags = all }
            : throw new AwsException(409, "LimitExceeded", $"Cannot exceed quota for TagsPerRole: {MostTags}");
    }

    private static string? Description(IamCall call) => call.Form.Optional("Description") is { Length: > 1000 } text
        ? throw QueryForm.Violation("Description", text, "Member must have length less than or equal to 1000")
        : call.Form.Optional("Description");

    private static int? SessionDuration(IamCall call) => call.Form.Number("MaxSessionDuration", 3600, 43200);

    private string? Boundary(IamCall call)
    {
        string? arn = call.Form.Optional("PermissionsBoundary");
        return arn is null || roles.FindPolicy(arn) is not null ? arn
            : throw new AwsException(404, "NoSuchEntity", $"Policy {arn} does not exist.");
    }

    private string Arn(string path, string name) => $"arn:aws:iam::{options.AccountId}:role{path}{name}";
}
