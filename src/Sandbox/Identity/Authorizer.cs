using System.Globalization;
using TemporalLambda.Sandbox.Iam;
using TemporalLambda.Sandbox.Policies;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Identity;

/// <summary>Decides whether a caller may do something, by the policies of its role.</summary>
internal sealed class Authorizer(RoleStore roles, SandboxOptions options, TimeProvider time)
{
    private static readonly Dictionary<string, string[]> Nothing = [];

    /// <summary>Lets the call pass, or refuses it in AWS's words.</summary>
    /// <exception cref="AwsException">AccessDenied, named as the service names it.</exception>
    public void Demand(AwsRequest request, string action, string resource, IReadOnlyDictionary<string, string[]>? context = null)
    {
        var decision = Decide(request.Caller, action, resource, context);
        if (decision != Decision.Allow)
        {
            throw Denied(request.Service, Message(request.Caller, action, resource) + Because(decision, action));
        }
    }

    /// <summary>What the caller's policies, boundary and session policies together say.</summary>
    public Decision Decide(Caller caller, string action, string resource, IReadOnlyDictionary<string, string[]>? context = null)
    {
        if (caller.IsAdministrator)
        {
            return Decision.Allow;
        }
        var role = caller.RoleName is null ? null : roles.Find(caller.RoleName);
        if (role is null)
        {
            return Decision.ImplicitDeny;
        }
        var request = new AuthorizationRequest(action, resource, Context(caller, role, context));
        var decisions = new List<Decision> { PolicyEvaluator.Evaluate(roles.PoliciesOf(role), request) };
        if (role.PermissionsBoundary is not null)
        {
            decisions.Add(PolicyEvaluator.Evaluate([roles.PolicyDocument(role.PermissionsBoundary)], request));
        }
        if (caller.SessionPolicies is not null)
        {
            decisions.Add(PolicyEvaluator.Evaluate(caller.SessionPolicies, request));
        }
        return decisions.Contains(Decision.ExplicitDeny) ? Decision.ExplicitDeny
            : decisions.TrueForAll(decision => decision == Decision.Allow) ? Decision.Allow
            : Decision.ImplicitDeny;
    }

    /// <summary>The condition keys that every request has, and those of this one.</summary>
    public Dictionary<string, string[]> Context(Caller caller, Role? role, IReadOnlyDictionary<string, string[]>? more)
    {
        var now = time.GetUtcNow();
        var context = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
        {
            ["aws:PrincipalArn"] = [role?.Arn ?? caller.Arn],
            ["aws:PrincipalAccount"] = [options.AccountId],
            ["aws:PrincipalType"] = [role is null ? "User" : "AssumedRole"],
            ["aws:userid"] = [caller.UserId],
            ["aws:ResourceAccount"] = [options.AccountId],
            ["aws:RequestedRegion"] = [options.Region],
            ["aws:SourceIp"] = ["127.0.0.1"],
            ["aws:SecureTransport"] = ["false"],
            ["aws:CurrentTime"] = [XmlAnswer.Time(now)],
            ["aws:EpochTime"] = [now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)],
        };
        var tags = role?.Tags.Select(tag => KeyValuePair.Create($"aws:PrincipalTag/{tag.Key}", new[] { tag.Value }));
        foreach (var (key, values) in (tags ?? []).Concat(more ?? Nothing))
        {
            context[key] = values;
        }
        return context;
    }

    /// <summary>The first half of every refusal.</summary>
    public static string Message(Caller caller, string action, string resource) =>
        $"User: {caller.Arn} is not authorized to perform: {action} on resource: {resource}";

    /// <summary>The refusal as each service names it.</summary>
    public static AwsException Denied(string service, string message) =>
        new(403, Services.ProtocolOf(service) == Protocol.Query ? "AccessDenied" : "AccessDeniedException", message);

    private static string Because(Decision decision, string action) => decision == Decision.ExplicitDeny
        ? " with an explicit deny in an identity-based policy"
        : $" because no identity-based policy allows the {action} action";
}
