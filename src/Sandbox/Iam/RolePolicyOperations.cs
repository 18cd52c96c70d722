using System.Xml.Linq;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Iam;

/// <summary>What a role may do: its inline policies, and the managed ones attached to it.</summary>
internal sealed class RolePolicyOperations(RoleStore roles)
{
    private const int MostAttached = 10;

    public IEnumerable<XElement>? Put(IamCall call)
    {
        string name = call.PolicyName;
        _ = roles.Get(call.RoleName);
        var policy = PolicyWriting.Inline(call.Form.Required("PolicyDocument"));
        roles.Change(call.RoleName, role =>
        {
            var inline = role.Inline.SetItem(name, policy);
            return inline.Values.Sum(each => PolicyWriting.Size(each.Json)) <= PolicyWriting.InlineLimit
                ? role with { Inline = inline }
                : throw new AwsException(409, "LimitExceeded",
                    $"Maximum policy size of {PolicyWriting.InlineLimit} bytes exceeded for role {role.Name}");
        });
        return null;
    }

    public IEnumerable<XElement> Get(IamCall call)
    {
        var role = roles.Get(call.RoleName);
        string name = call.PolicyName;
        var policy = role.Inline.GetValueOrDefault(name) ?? throw NoPolicy(name);
        return
        [
            new XElement("RoleName", role.Name),
            new XElement("PolicyName", name),
            new XElement("PolicyDocument", IamXml.Document(policy)),
        ];
    }

    public IEnumerable<XElement> List(IamCall call)
    {
        var (page, marker) = call.Page(roles.Get(call.RoleName).Inline.Keys, name => name);
        return IamXml.End(marker).Prepend(new XElement("PolicyNames", page.Select(name => new XElement("member", name))));
    }

    public IEnumerable<XElement>? Delete(IamCall call)
    {
        string name = call.PolicyName;
        roles.Change(call.RoleName, role => role.Inline.ContainsKey(name)
            ? role with { Inline = role.Inline.Remove(name) } : throw NoPolicy(name));
        return null;
    }

    public IEnumerable<XElement>? Attach(IamCall call)
    {
        string arn = call.Form.Required("PolicyArn");
        roles.Change(call.RoleName, role =>
        {
            if (roles.FindPolicy(arn) is null)
            {
                throw new AwsException(404, "NoSuchEntity", $"Policy {arn} does not exist or is not attachable.");
            }
            return role.Attached.Contains(arn) ? role
                : role.Attached.Count < MostAttached ? role with { Attached = role.Attached.Add(arn) }
                : throw new AwsException(409, "LimitExceeded", $"Cannot exceed quota for PoliciesPerRole: {MostAttached}");
        });
        return null;
    }

    public IEnumerable<XElement>? Detach(IamCall call)
    {
        string arn = call.Form.Required("PolicyArn");
        roles.Change(call.RoleName, role => role.Attached.Contains(arn)
            ? role with { Attached = role.Attached.Remove(arn) }
            : throw new AwsException(404, "NoSuchEntity", $"Policy {arn} was not found."));
        return null;
    }

    public IEnumerable<XElement> ListAttached(IamCall call)
    {
        var (page, marker) = call.Page(roles.Get(call.RoleName).Attached, arn => arn);
        return IamXml.End(marker).Prepend(new XElement("AttachedPolicies", page.Select(arn => new XElement("member",
            new XElement("PolicyName", arn[(arn.LastIndexOf('/') + 1)..]),
            new XElement("PolicyArn", arn)))));
    }

    private static AwsException NoPolicy(string name) =>
        new(404, "NoSuchEntity", $"The role policy with name {name} cannot be found.");
}
