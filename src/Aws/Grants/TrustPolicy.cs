using System.Text.Json.Nodes;
using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Grants;

/// <summary>
/// A role's trust policy, as far as Temporal is concerned. It is only ever extended: what others wrote stays as it is.
/// </summary>
internal sealed class TrustPolicy
{
    private const string ExternalIdKey = "sts:ExternalId";
    private readonly string? _document;
    private readonly IReadOnlyList<JsonObject> _statements;
    private readonly IReadOnlyList<Trust> _trusts;

    private TrustPolicy(string? document)
    {
        _document = document;
        _statements = PolicyDocument.Statements(PolicyDocument.Read(document));
        _trusts = [.. _statements.Select(Trust.Of).OfType<Trust>()];
    }

    /// <summary>Reads a document.</summary>
    public static TrustPolicy Read(string? document) => new(document);

    /// <summary>A document that trusts the principals with the External ID and nobody else.</summary>
    public static string For(IReadOnlyList<string> principals, string externalId) => PolicyDocument.Of(Statement(principals, externalId));

    /// <summary>
    /// The External ID under which these principals are trusted; where they are not yet, the one under which others are, as a role is
    /// easier to keep with one. Null where there is none.
    /// </summary>
    public string? ExternalIdFor(IReadOnlyList<string> principals) =>
        (_trusts.FirstOrDefault(trust => principals.All(trust.Principals.Contains))
            ?? _trusts.FirstOrDefault(trust => principals.Any(trust.Principals.Contains))
            ?? _trusts.FirstOrDefault(trust => trust.Principals.Count > 0))?.ExternalIds[0];

    /// <summary>Whether any of the principals is trusted with other External IDs only.</summary>
    public bool Conflicts(IReadOnlyList<string> principals, string externalId) => principals.Any(principal =>
        _trusts.Any(trust => trust.Principals.Contains(principal)) && !IsTrusted(principal, externalId));

    /// <summary>The principals that are not trusted with the External ID yet.</summary>
    public IReadOnlyList<string> Missing(IReadOnlyList<string> principals, string externalId) =>
        [.. principals.Where(principal => !IsTrusted(principal, externalId))];

    /// <summary>The document with one more statement; all that is there stays byte for byte.</summary>
    public string With(IReadOnlyList<string> principals, string externalId) =>
        PolicyText.Append(_document ?? "", PolicyDocument.Write(Statement(principals, externalId))) ?? For(principals, externalId);

    /// <summary>
    /// The principals that may not assume the role with the External ID, also not because their whole account may.
    /// </summary>
    public IReadOnlyList<string> Refused(IReadOnlyList<string> principals, string externalId) =>
        [.. principals.Where(principal => !IsTrusted(principal, externalId) && !IsTrusted(RootOf(principal), externalId))];

    /// <summary>The External ID that lets a principal or its account in, or null where none does.</summary>
    public string? ExternalIdForAny(IReadOnlyList<string> principals) =>
        ExternalIdFor([.. principals, .. principals.Select(RootOf)]) is { } id && Refused(principals, id).Count == 0
            ? id
            : _trusts.SelectMany(trust => trust.ExternalIds).FirstOrDefault(id => Refused(principals, id).Count == 0);

    /// <summary>Those of the principals, or of what covers them, that may assume the role without an External ID.</summary>
    public IReadOnlyList<string> OpenTo(IReadOnlyList<string> principals) =>
    [
        .. from statement in _statements
           where (string?)statement["Effect"] == "Allow" && PolicyDocument.Strings(statement["Action"]).Any(action => action is "*" or "sts:*" or "sts:AssumeRole")
               && PolicyDocument.Strings(statement["Condition"]?["StringEquals"]?[ExternalIdKey]).Count == 0
           from trusted in PolicyDocument.Strings((statement["Principal"] as JsonObject)?["AWS"] ?? statement["Principal"])
           where trusted == "*" || principals.Contains(trusted) || principals.Select(RootOf).Contains(trusted)
           select trusted,
    ];

    private static JsonObject Statement(IReadOnlyList<string> principals, string externalId) => new()
    {
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject { ["AWS"] = PolicyDocument.List(principals) },
        ["Action"] = "sts:AssumeRole",
        ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { [ExternalIdKey] = externalId } },
    };

    private static string RootOf(string principal) => AwsArn.TryParse(principal, out AwsArn? arn) ? (arn with { Resource = "root" }).ToString() : principal;

    private bool IsTrusted(string principal, string externalId) =>
        _trusts.Any(trust => trust.Principals.Contains(principal) && trust.ExternalIds.Contains(externalId));

    /// <summary>A statement that lets principals assume the role with one of some External IDs.</summary>
    private sealed record Trust(IReadOnlyList<string> Principals, IReadOnlyList<string> ExternalIds)
    {
        public static Trust? Of(JsonObject statement)
        {
            bool allows = statement["Effect"]?.ToString() == "Allow" && PolicyDocument.Strings(statement["Action"]).Contains("sts:AssumeRole");
            IReadOnlyList<string> ids = PolicyDocument.Strings(statement["Condition"]?["StringEquals"]?[ExternalIdKey]);
            return allows && ids.Count > 0 && statement["Principal"] is JsonObject principal
                ? new Trust(PolicyDocument.Strings(principal["AWS"]), ids)
                : null;
        }
    }
}
