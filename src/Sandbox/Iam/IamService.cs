using System.Xml.Linq;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Iam;

/// <summary>IAM: which operations there are.</summary>
internal sealed class IamService
{
    private const string Namespace = "https://iam.amazonaws.com/doc/2010-05-08/";

    private readonly Dictionary<string, Func<IamCall, IEnumerable<XElement>?>> _operations;
    private readonly RoleStore _roles;
    private readonly AccessKeys _keys;
    private readonly Authorizer _authorizer;
    private readonly SandboxOptions _options;
    private readonly DateTimeOffset _start;

    public IamService(RoleStore roles, AccessKeys keys, Authorizer authorizer, SandboxOptions options, TimeProvider time)
    {
        (_roles, _keys, _authorizer, _options, _start) = (roles, keys, authorizer, options, time.GetUtcNow());
        var role = new RoleOperations(roles, new PolicyWriting(roles, keys, options), options, time);
        var rolePolicy = new RolePolicyOperations(roles);
        var managed = new ManagedPolicyOperations(roles, options, time);
        _operations = new(StringComparer.Ordinal)
        {
            ["CreateRole"] = role.Create,
            ["GetRole"] = role.Get,
            ["ListRoles"] = role.List,
            ["UpdateRole"] = role.Update,
            ["UpdateAssumeRolePolicy"] = role.UpdateTrust,
            ["DeleteRole"] = role.Delete,
            ["PutRolePermissionsBoundary"] = role.PutBoundary,
            ["DeleteRolePermissionsBoundary"] = role.DeleteBoundary,
            ["TagRole"] = role.Tag,
            ["UntagRole"] = role.Untag,
            ["ListRoleTags"] = role.ListTags,
            ["PutRolePolicy"] = rolePolicy.Put,
            ["GetRolePolicy"] = rolePolicy.Get,
            ["ListRolePolicies"] = rolePolicy.List,
            ["DeleteRolePolicy"] = rolePolicy.Delete,
            ["AttachRolePolicy"] = rolePolicy.Attach,
            ["DetachRolePolicy"] = rolePolicy.Detach,
            ["ListAttachedRolePolicies"] = rolePolicy.ListAttached,
            ["CreatePolicy"] = managed.Create,
            ["GetPolicy"] = managed.Get,
            ["GetPolicyVersion"] = managed.GetVersion,
            ["DeletePolicy"] = managed.Delete,
            ["SimulatePrincipalPolicy"] = new PolicySimulation(roles, authorizer).SimulatePrincipal,
            ["ListInstanceProfilesForRole"] = ListInstanceProfiles,
            ["GetUser"] = GetUser,
        };
    }

    public AwsResponse Handle(AwsRequest request)
    {
        var call = new IamCall(request, new QueryForm(request.Http));
        string action = call.Form.Action;
        var operation = _operations.GetValueOrDefault(action) ?? throw new AwsException(400, "InvalidAction",
            $"Could not find operation {action} for version 2010-05-08: this sandbox does not play it.");
        _authorizer.Demand(request, "iam:" + action, Resource(call, action));
        return XmlAnswer.Result(Namespace, action, request.Id, operation(call));
    }

    private string Resource(IamCall call, string action)
    {
        string? name = call.Form.Optional("RoleName");
        return action == "ListRoles" ? $"arn:aws:iam::{_options.AccountId}:role/"
            : name is not null ? _roles.Find(name)?.Arn ?? $"arn:aws:iam::{_options.AccountId}:role{call.Form.Optional("Path") ?? "/"}{name}"
            : call.Form.Optional("PolicyArn") ?? call.Form.Optional("PolicySourceArn") ?? "*";
    }

    private IEnumerable<XElement> ListInstanceProfiles(IamCall call)
    {
        _ = _roles.Get(call.RoleName);
        return IamXml.End(null).Prepend(new XElement("InstanceProfiles"));
    }

    private IEnumerable<XElement> GetUser(IamCall call)
    {
        var caller = call.Request.Caller;
        string? name = call.Form.Optional("UserName");
        if (name is null && caller.RoleName is not null)
        {
            throw new AwsException(400, "ValidationError", "Must specify userName when calling with non-User credentials");
        }
        string arn = name is null ? caller.Arn : $"arn:aws:iam::{_options.AccountId}:user/{name}";
        var user = _keys.Users.GetValueOrDefault(arn)
            ?? throw new AwsException(404, "NoSuchEntity", $"The user with name {name} cannot be found.");
        return
        [
            new XElement("User",
                new XElement("Path", "/"),
                new XElement("UserName", arn[(arn.LastIndexOf('/') + 1)..]),
                new XElement("UserId", user.UserId),
                new XElement("Arn", arn),
                new XElement("CreateDate", XmlAnswer.Time(_start))),
        ];
    }
}
