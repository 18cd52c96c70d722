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
    private readonly RoleTrust _judgement;
    private readonly IReadOnlyList<(IReadOnlyList<string> Principals, IReadOnlyList<string> ExternalIds)> _trusts;

    private TrustPolicy(string? document)
    {
        _document = document;
        _judgement = RoleTrust.Read(document);
        _trusts = [.. _judgement.WithExternalId];
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
        _trusts.Where(trust => principals.All(trust.Principals.Contains))
            .Concat(_trusts.Where(trust => principals.Any(trust.Principals.Contains)))
            .Concat(_trusts.Where(trust => trust.Principals.Count > 0))
            .Select(trust => trust.ExternalIds[0]).FirstOrDefault();

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
        [.. principals.Where(principal => !IsTrusted(principal, externalId) && !IsTrusted(RoleTrust.RootOf(principal), externalId))];

    /// <summary>The External ID that lets a principal or its account in, or null where none does.</summary>
    public string? ExternalIdForAny(IReadOnlyList<string> principals) =>
        ExternalIdFor([.. principals, .. principals.Select(RoleTrust.RootOf)]) is { } id && Refused(principals, id).Count == 0
            ? id
            : _trusts.SelectMany(trust => trust.ExternalIds).FirstOrDefault(id => Refused(principals, id).Count == 0);

    /// <summary>Those of the principals, or of what covers them, that may assume the role without an External ID.</summary>
    public IReadOnlyList<string> OpenTo(IReadOnlyList<string> principals) => _judgement.OpenTo(principals);

    private static JsonObject Statement(IReadOnlyList<string> principals, string externalId) => new()
    {
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject { ["AWS"] = PolicyDocument.List(principals) },
        ["Action"] = "sts:AssumeRole",
        ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { [ExternalIdKey] = externalId } },
    };

    private bool IsTrusted(string principal, string externalId) =>
        _trusts.Any(trust => trust.Principals.Contains(principal) && trust.ExternalIds.Contains(externalId));
}
