using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Roles;

/// <summary>The trust that a role needs so that Lambda can run a function as it.</summary>
internal static class LambdaTrust
{
    /// <summary>A trust policy with nothing else.</summary>
    public const string Document = """{"Version":"2012-10-17","Statement":[""" + Statement + "]}";

    private const string Statement = """{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}""";

    /// <summary>Lambda, as trust policies name it.</summary>
    public const string Service = "lambda.amazonaws.com";

    /// <summary>Whether a trust policy has a statement that lets Lambda assume its role; another one may still keep it out.</summary>
    public static bool IsIn(string trust) => RoleTrust.Read(trust).Names(Service);

    /// <summary>The trust policy with Lambda's besides; all that is there stays byte for byte.</summary>
    public static string With(string trust) => PolicyText.Append(trust, Statement) ?? Document;
}
