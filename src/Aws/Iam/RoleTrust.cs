using System.Text.Json.Nodes;

namespace TemporalLambda.Aws.Iam;

/// <summary>
/// Who may assume a role, as its trust policy says. Conditions other than sts:ExternalId are not judged: the statement counts as if they
/// held.
/// </summary>
public sealed class RoleTrust
{
    private const string ExternalIdKey = "sts:ExternalId";
    private readonly IReadOnlyList<Statement> _allows;
    private readonly IReadOnlyList<Statement> _denies;

    private RoleTrust(IReadOnlyList<JsonObject> statements)
    {
        Statement[] all = [.. statements.Where(IsAboutAssuming).Select(Statement.Of)];
        _allows = [.. all.Where(statement => statement.Allows)];

        // A denial under a condition is for those who do not meet it, as one for want of the External ID is.
        _denies = [.. all.Where(statement => !statement.Allows && !statement.IsConditional)];
    }

    /// <summary>Reads a trust policy; nobody is let in by what is none.</summary>
    public static RoleTrust Read(string? document) => new(PolicyDocument.Statements(PolicyDocument.Read(document)));

    /// <summary>The statements that ask for an External ID: who is let in, and by which.</summary>
    internal IEnumerable<(IReadOnlyList<string> Principals, IReadOnlyList<string> ExternalIds)> WithExternalId =>
        _allows.Where(statement => statement.ExternalIds.Count > 0).Select(statement => (statement.Principals, statement.ExternalIds));

    /// <summary>Whether a service of AWS, for example <c>lambda.amazonaws.com</c>, may assume the role.</summary>
    public bool LetsIn(string service) => Names(service) && !_denies.Any(statement => statement.IsFor(service));

    /// <summary>Whether a statement allows the service, whatever others deny.</summary>
    internal bool Names(string service) => _allows.Any(statement => statement.IsFor(service));

    /// <summary>The principals that may assume it with the External ID.</summary>
    public IReadOnlyList<string> TrustedWith(string externalId) =>
        [.. _allows.Where(statement => statement.ExternalIds.Contains(externalId)).SelectMany(statement => statement.Principals).Distinct()];

    /// <summary>The principals that may assume it without an External ID.</summary>
    public IReadOnlyList<string> Open =>
        [.. _allows.Where(statement => !statement.AsksForExternalId).SelectMany(statement => statement.Principals).Distinct()];

    /// <summary>What of <see cref="Open"/> is one of the principals or covers it: everybody, or its whole account.</summary>
    public IReadOnlyList<string> OpenTo(IReadOnlyList<string> principals) => [.. Open.Where(trusted => Covers(trusted, principals))];

    /// <summary>Those of the principals that a statement keeps out, whatever another allows.</summary>
    public IReadOnlyList<string> Denied(IReadOnlyList<string> principals) =>
        [.. principals.Where(principal => _denies.SelectMany(statement => statement.Principals).Any(denied => Covers(denied, [principal])))];

    /// <summary>The account of a principal as a principal.</summary>
    internal static string RootOf(string principal) => AwsArn.TryParse(principal, out AwsArn? arn) ? (arn with { Resource = "root" }).ToString() : principal;

    private static bool Covers(string named, IReadOnlyList<string> principals) =>
        named == "*" || principals.Contains(named) || principals.Select(RootOf).Contains(named);

    private static bool IsAboutAssuming(JsonObject statement) => PolicyDocument.Strings(statement["Action"]).Any(action =>
        action is "*" || action.Equals("sts:*", StringComparison.OrdinalIgnoreCase) || action.Equals("sts:AssumeRole", StringComparison.OrdinalIgnoreCase));

    private sealed record Statement(
        bool Allows, IReadOnlyList<string> Principals, IReadOnlyList<string> Services, IReadOnlyList<string> ExternalIds, bool AsksForExternalId, bool IsConditional)
    {
        public bool IsFor(string service) => Services.Any(name => name == service || name == "*");

        public static Statement Of(JsonObject statement)
        {
            JsonObject conditions = statement["Condition"] as JsonObject ?? [];
            IReadOnlyList<string> ids = IdsOf(conditions, "StringEquals");
            JsonObject? principals = statement["Principal"] as JsonObject;
            return new(
                (string?)statement["Effect"] == "Allow",
                PolicyDocument.Strings(principals is null ? statement["Principal"] : principals["AWS"]),
                PolicyDocument.Strings(principals is null ? statement["Principal"] : principals["Service"]),
                ids,

                // StringEqualsIfExists and a lone * let in who brings none.
                ids.Count > 0 || IdsOf(conditions, "StringEqualsIgnoreCase").Count > 0 || IdsOf(conditions, "StringLike").Any(id => id.Trim('*').Length > 0),
                conditions.Count > 0);
        }

        // Keys of conditions are the same in any case.
        private static IReadOnlyList<string> IdsOf(JsonObject conditions, string operation) =>
            [.. (conditions[operation] as JsonObject ?? []).Where(key => key.Key.Equals(ExternalIdKey, StringComparison.OrdinalIgnoreCase)).SelectMany(key => PolicyDocument.Strings(key.Value))];
    }
}
