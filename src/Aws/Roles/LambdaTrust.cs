using System.Text.Json.Nodes;
using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Roles;

/// <summary>The trust that a role needs so that Lambda can run a function as it.</summary>
internal static class LambdaTrust
{
    /// <summary>A trust policy with nothing else.</summary>
    public const string Document = """{"Version":"2012-10-17","Statement":[""" + Statement + "]}";

    private const string Statement = """{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}""";

    /// <summary>Whether a trust policy lets Lambda assume its role.</summary>
    public static bool IsIn(string trust) => PolicyDocument.Statements(PolicyDocument.Read(trust)).Any(statement =>
        (string?)statement["Effect"] == "Allow"
        && PolicyDocument.Strings(statement["Action"]).Any(a => a is "*" || a.Equals("sts:*", StringComparison.OrdinalIgnoreCase)
            || a.Equals("sts:AssumeRole", StringComparison.OrdinalIgnoreCase))
        && statement["Principal"] is { } principal
        && (principal is JsonObject ? PolicyDocument.Strings(principal["Service"]) : PolicyDocument.Strings(principal))
            .Any(name => name is "*" or "lambda.amazonaws.com"));

    /// <summary>The trust policy with Lambda's besides; all that is there stays byte for byte.</summary>
    public static string With(string trust) => PolicyText.Append(trust, Statement) ?? Document;
}
