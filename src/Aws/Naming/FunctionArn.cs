using System.Text.RegularExpressions;

namespace TemporalLambda.Aws;

/// <summary>A function's ARN with or without a version.</summary>
/// <param name="Unqualified">The ARN without version or alias.</param>
/// <param name="Name">The function's name.</param>
/// <param name="Qualifier">The version or alias, or null.</param>
/// <param name="Parts">The parts of <paramref name="Unqualified"/>.</param>
public sealed partial record FunctionArn(string Unqualified, string Name, string? Qualifier, AwsArn Parts)
{
    /// <summary>Every version and alias of the function, for a policy. It does not cover the unqualified ARN.</summary>
    public string AllQualified => Unqualified + ":*";

    /// <summary>Takes a function's ARN apart.</summary>
    /// <exception cref="StageException">It is none.</exception>
    public static FunctionArn Parse(string arn)
    {
        if (!AwsArn.TryParse(arn, out AwsArn? parts) || parts.Service != "lambda" || FunctionResource().Match(parts.Resource) is not { Success: true } match)
        {
            throw AwsErrors.FunctionArnNotValid(arn);
        }

        string name = match.Groups["name"].Value;
        AwsArn unqualified = parts with { Resource = "function:" + name };
        return new FunctionArn(unqualified.ToString(), name, match.Groups["qualifier"] is { Success: true } q ? q.Value : null, unqualified);
    }

    /// <summary>Checks a name before anything is made with it.</summary>
    /// <exception cref="StageException">Lambda would not take it.</exception>
    public static void CheckName(string name)
    {
        if (!NameForm().IsMatch(name))
        {
            throw AwsErrors.FunctionNameNotValid(name);
        }
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^function:(?<name>[a-zA-Z0-9_-]+)(:(?<qualifier>[$a-zA-Z0-9_-]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex FunctionResource();
}
