using System.Text;

namespace TemporalLambda.Aws.Stacks;

/// <summary>
/// The CloudFormation template of an invocation role, and the parameters of Temporal's own templates, whose stacks are extended as well.
/// </summary>
internal static class InvokeRoleTemplate
{
    /// <summary>The External ID, in Temporal's templates too.</summary>
    public const string ExternalId = "AssumeRoleExternalId";

    /// <summary>The functions' ARNs with commas between them, in Temporal's templates too; also the output that tells them.</summary>
    public const string Functions = "LambdaFunctionARNs";

    /// <summary>The trusted identities, in this template only; also the output that tells them.</summary>
    public const string Principals = "TemporalPrincipalARNs";

    /// <summary>The one trusted identity, in Temporal's template for servers of one's own. Its template for Cloud has none.</summary>
    public const string Principal = "TemporalIamRoleArn";

    /// <summary>The role's name; in Temporal's templates the stack's name is added to it.</summary>
    public const string RoleName = "RoleName";

    /// <summary>The role's path, in this template only.</summary>
    public const string RolePath = "RolePath";

    /// <summary>The boundary, in this template only.</summary>
    public const string PermissionsBoundary = "PermissionsBoundary";

    /// <summary>The output with the role's ARN, of Temporal's templates too.</summary>
    public const string RoleArnOutput = "RoleARN";

    /// <summary>The tag by which a stack's role is known.</summary>
    public const string StackTag = OwnTags.Prefix + "stack";

    /// <summary>The longest value of a parameter, in bytes.</summary>
    public const int LongestValue = 4096;

    /// <summary>The template.</summary>
    public static string Text { get; } = Read();

    /// <summary>Both forms of a function's ARN: the one with :* does not match the one without.</summary>
    public static string[] FormsOf(FunctionArn function) => [function.Unqualified, function.AllQualified];

    /// <summary>The values of a list parameter.</summary>
    public static string[] Values(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Read()
    {
        using Stream stream = typeof(InvokeRoleTemplate).Assembly.GetManifestResourceStream("InvokeRole.yaml")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
