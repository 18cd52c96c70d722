using System.Text.RegularExpressions;
using System.Xml.Linq;
using TemporalLambda.Sandbox.Iam;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Policies;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Sts;

/// <summary>AssumeRole: the trust policy with its External ID decides, then the caller's own policies.</summary>
internal sealed partial class RoleAssumption(RoleStore roles, AccessKeys keys, Authorizer authorizer, SandboxOptions options)
{
    private const string Action = "sts:AssumeRole";
    private const int ChainedLimit = 3600;

    public IEnumerable<XElement> Assume(AwsRequest request, QueryForm form)
    {
        string arn = form.Required("RoleArn");
        string session = Checked(form, "RoleSessionName", SessionName(), 2, 64) ?? throw QueryForm.Violation("RoleSessionName", null, "Member must not be null");
        string? externalId = Checked(form, "ExternalId", ExternalId(), 2, 1224);
        int duration = form.Number("DurationSeconds", 900, 43200) ?? 3600;
        var policies = SessionPolicies(form);
        var role = roles.FindByArn(arn);
        if (role is null || !IsTrusted(request.Caller, role, session, externalId))
        {
            // A role that does not exist is refused in the same words.
            throw Authorizer.Denied(request.Service, Authorizer.Message(request.Caller, Action, arn));
        }
        CheckDuration(request.Caller, role, duration);
        var (credentials, caller) = keys.OpenSession(role, session, TimeSpan.FromSeconds(duration), policies);
        return
        [
            new XElement("AssumedRoleUser", new XElement("AssumedRoleId", caller.UserId), new XElement("Arn", caller.Arn)),
            new XElement("Credentials",
                new XElement("AccessKeyId", credentials.AccessKeyId),
                new XElement("SecretAccessKey", credentials.SecretAccessKey),
                new XElement("SessionToken", credentials.SessionToken),
                new XElement("Expiration", XmlAnswer.Time(credentials.Expiration))),
        ];
    }

    private bool IsTrusted(Caller caller, Role role, string sessionName, string? externalId)
    {
        var own = caller.RoleName is null ? null : roles.Find(caller.RoleName);
        var circumstances = new Dictionary<string, string[]> { ["sts:RoleSessionName"] = [sessionName] };
        if (externalId is not null)
        {
            circumstances["sts:ExternalId"] = [externalId];
        }
        string[] names = own is null ? [caller.Arn] : [caller.Arn, own.Arn];
        var request = new AuthorizationRequest(Action, role.Arn, authorizer.Context(caller, own, circumstances));
        var trust = TrustEvaluator.OfIdentity(role.Trust.Document, names, options.AccountId, request);
        var ownDecision = authorizer.Decide(caller, Action, role.Arn, circumstances);
        return trust switch
        {
            Trust.Principal => ownDecision != Decision.ExplicitDeny,
            Trust.Account => ownDecision == Decision.Allow,
            _ => false,
        };
    }

    private static void CheckDuration(Caller caller, Role role, int duration)
    {
        if (duration > role.MaxSessionDuration)
        {
            throw new AwsException(400, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        if (caller.RoleName is not null && duration > ChainedLimit)
        {
            throw new AwsException(400, "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }
    }

    private List<PolicyDocument>? SessionPolicies(QueryForm form)
    {
        var policies = new List<PolicyDocument>();
        if (form.Optional("Policy") is { } json)
        {
            policies.Add(PolicyWriting.Inline(json).Document);
        }
        for (int index = 1; form.Optional($"PolicyArns.member.{index}.arn") is { } arn; index++)
        {
            policies.Add(roles.PolicyDocument(arn));
        }
        return policies.Count == 0 ? null : policies;
    }

    private static string? Checked(QueryForm form, string name, Regex pattern, int least, int most)
    {
        string? value = form.Optional(name);
        return value is null ? null
            : value.Length < least ? throw QueryForm.Violation(name, value, $"Member must have length greater than or equal to {least}")
            : value.Length > most ? throw QueryForm.Violation(name, value, $"Member must have length less than or equal to {most}")
            : pattern.IsMatch(value) ? value
            : throw QueryForm.Violation(name, value, $"Member must satisfy regular expression pattern: {pattern.ToString()[1..^2]}");
    }

    [GeneratedRegex(@"^[\w+=,.@-]*\z", RegexOptions.ECMAScript)]
    private static partial Regex SessionName();

    [GeneratedRegex(@"^[\w+=,.@:\/-]*\z", RegexOptions.ECMAScript)]
    private static partial Regex ExternalId();
}
