using System.Xml.Linq;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Iam;

/// <summary>The account's own managed policies, of one version each, and AWS's.</summary>
internal sealed class ManagedPolicyOperations(RoleStore roles, SandboxOptions options, TimeProvider time)
{
    public IEnumerable<XElement> Create(IamCall call)
    {
        string name = call.PolicyName, path = call.Path;
        var policy = new ManagedPolicy(
            $"arn:aws:iam::{options.AccountId}:policy{path}{name}", name, path, UniqueIds.New("ANPA"), time.GetUtcNow(),
            PolicyWriting.Managed(call.Form.Required("PolicyDocument")))
        {
            Description = call.Form.Optional("Description"),
        };
        policy = policy with { Tags = policy.Tags.SetItems(call.Tags) };
        roles.AddPolicy(policy);
        return [IamXml.Policy(policy, 0)];
    }

    public IEnumerable<XElement> Get(IamCall call)
    {
        var policy = Existing(call);
        return [IamXml.Policy(policy, roles.AttachmentCount(policy.Arn))];
    }

    public IEnumerable<XElement> GetVersion(IamCall call)
    {
        var policy = Existing(call);
        string version = call.Form.Required("VersionId");
        return version == "v1"
            ? [new XElement("PolicyVersion",
                new XElement("Document", IamXml.Document(policy.Policy)),
                new XElement("VersionId", version),
                new XElement("IsDefaultVersion", "true"),
                new XElement("CreateDate", XmlAnswer.Time(policy.CreateDate)))]
            : throw new AwsException(404, "NoSuchEntity", $"Policy {policy.Arn} version {version} does not exist or is not attachable.");
    }

    public IEnumerable<XElement>? Delete(IamCall call)
    {
        roles.RemovePolicy(call.Form.Required("PolicyArn"));
        return null;
    }

    private ManagedPolicy Existing(IamCall call)
    {
        string arn = call.Form.Required("PolicyArn");
        return roles.FindPolicy(arn) ?? throw new AwsException(404, "NoSuchEntity", $"Policy {arn} was not found.");
    }
}
