using System.Text.RegularExpressions;

namespace TemporalLambda.Aws;

/// <summary>The tags by which this module knows what it created; nothing else is ever removed.</summary>
public static partial class OwnTags
{
    /// <summary>What each of them begins with.</summary>
    public const string Prefix = "temporal-lambda:";

    /// <summary>The function that a resource belongs to.</summary>
    public const string Function = Prefix + "function";

    /// <summary>The Worker Deployment that it belongs to.</summary>
    public const string Deployment = Prefix + "deployment";

    /// <summary>The Temporal namespace that it belongs to.</summary>
    public const string Namespace = Prefix + "namespace";

    /// <summary>The tags of a resource; what is not known is left out.</summary>
    public static IReadOnlyDictionary<string, string> For(string functionName, string? deploymentName, string? temporalNamespace)
    {
        Dictionary<string, string> tags = new() { [Function] = functionName };
        if (!string.IsNullOrEmpty(deploymentName))
        {
            tags[Deployment] = Allowed(deploymentName);
        }

        if (!string.IsNullOrEmpty(temporalNamespace))
        {
            tags[Namespace] = Allowed(temporalNamespace);
        }

        return tags;
    }

    /// <summary>Whether a resource was created by this module for the function.</summary>
    public static bool AreOn(IReadOnlyDictionary<string, string>? tags, string functionName) =>
        tags is not null && tags.TryGetValue(Function, out string? owner) && owner == functionName;

    // IAM takes fewer characters in tags than Temporal in names.
    private static string Allowed(string text) => NotAllowed().Replace(text, "_");

    [GeneratedRegex(@"[^\p{L}\p{Z}\p{N}_.:/=+\-@]", RegexOptions.CultureInvariant)]
    private static partial Regex NotAllowed();
}
