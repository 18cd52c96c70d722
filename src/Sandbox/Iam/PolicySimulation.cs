using System.Xml.Linq;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Policies;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Iam;

/// <summary>IAM's policy simulator: what a role's policies and boundary say of actions, without anybody doing them.</summary>
internal sealed class PolicySimulation(RoleStore roles, Authorizer authorizer)
{
    public IEnumerable<XElement> SimulatePrincipal(IamCall call)
    {
        string source = call.Form.Required("PolicySourceArn");
        var role = roles.FindByArn(source) ?? throw new AwsException(404, "NoSuchEntity", $"The role {source} cannot be found.");
        var actions = call.Form.Members("ActionNames");
        if (actions.Count == 0)
        {
            throw QueryForm.Violation("ActionNames", null, "Member must not be null");
        }
        var resources = call.Form.Members("ResourceArns");
        var context = Context(call.Form);
        return IamXml.End(null).Prepend(new XElement("EvaluationResults",
            from action in actions
            from resource in resources.DefaultIfEmpty("*")
            select Result(role, action, resource, context)));
    }

    // The condition keys that the caller asks to reckon with.
    private static Dictionary<string, string[]> Context(QueryForm form)
    {
        var context = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        for (int number = 1; form.Optional($"ContextEntries.member.{number}.ContextKeyName") is { } key; number++)
        {
            context[key] = [.. form.Members($"ContextEntries.member.{number}.ContextKeyValues")];
        }
        return context;
    }

    private XElement Result(Role role, string action, string resource, Dictionary<string, string[]> more)
    {
        var request = new AuthorizationRequest(
            action, resource, authorizer.Context(new Caller(role.Arn, role.Id, role.Name), role, more));
        var identity = PolicyEvaluator.Evaluate(roles.PoliciesOf(role), request);
        Decision? boundary = role.PermissionsBoundary is null
            ? null : PolicyEvaluator.Evaluate([roles.PolicyDocument(role.PermissionsBoundary)], request);
        string decision = identity == Decision.ExplicitDeny || boundary == Decision.ExplicitDeny ? "explicitDeny"
            : identity == Decision.Allow && boundary is null or Decision.Allow ? "allowed"
            : "implicitDeny";
        return new XElement("member",
            new XElement("EvalActionName", action),
            new XElement("EvalResourceName", resource),
            new XElement("EvalDecision", decision),
            new XElement("MatchedStatements"),
            new XElement("MissingContextValues"),
            boundary is null ? null : new XElement("PermissionsBoundaryDecisionDetail",
                new XElement("AllowedByPermissionsBoundary", boundary == Decision.Allow ? "true" : "false")));
    }
}
