using System.Text.RegularExpressions;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>A function as a request names it: a name, a partial or a whole ARN, with or without a version or alias.</summary>
/// <param name="Arn">Without the qualifier.</param>
/// <param name="Name">The function's name.</param>
/// <param name="Qualifier">Version, <c>$LATEST</c> or alias; null where none was given.</param>
internal sealed partial record FunctionReference(string Arn, string Name, string? Qualifier)
{
    public const string Latest = "$LATEST";

    private const int LongestName = 64;

    /// <summary>The ARN as it was named, which is what policies are asked about.</summary>
    public string RequestedArn => Qualifier is null ? Arn : $"{Arn}:{Qualifier}";

    /// <summary>Reads a function's name together with the Qualifier parameter.</summary>
    public static FunctionReference Parse(string text, string? qualifier, SandboxOptions options)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            throw LambdaErrors.Violation("functionName", text, "Member must satisfy regular expression pattern: "
                + "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?"
                + "([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");
        }
        string name = match.Groups["name"].Value;
        if (name.Length > LongestName)
        {
            throw LambdaErrors.Violation("functionName", text, $"Member must have length less than or equal to {LongestName}");
        }
        string region = Value(match, "region") ?? options.Region, account = Value(match, "account") ?? options.AccountId;
        string arn = $"arn:aws:lambda:{region}:{account}:function:{name}";
        return region == options.Region && account == options.AccountId
            ? new FunctionReference(arn, name, Combine(Value(match, "qualifier"), qualifier))
            : throw LambdaErrors.NoFunction(arn);
    }

    private static string? Combine(string? derived, string? given)
    {
        if (given is { Length: > 0 } && !QualifierForm().IsMatch(given))
        {
            throw LambdaErrors.Violation("qualifier", given, "Member must satisfy regular expression pattern: (|[a-zA-Z0-9$_-]+)");
        }
        string? wanted = string.IsNullOrEmpty(given) ? null : given;
        return derived is null || wanted is null || derived == wanted ? derived ?? wanted
            : throw LambdaErrors.InvalidParameter("The derived qualifier from the function name does not match the specified qualifier.");
    }

    private static string? Value(Match match, string group) => match.Groups[group].Success ? match.Groups[group].Value : null;

    [GeneratedRegex(@"^(arn:aws[a-zA-Z-]*:lambda:)?((?<region>[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d):)?((?<account>\d{12}):)?(function:)?(?<name>[a-zA-Z0-9_-]+)(:(?<qualifier>\$LATEST|[a-zA-Z0-9_-]+))?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Form();

    [GeneratedRegex(@"^[a-zA-Z0-9$_-]{1,128}$")]
    private static partial Regex QualifierForm();
}
