using System.Text.RegularExpressions;

namespace TemporalLambda.Packaging.Building;

/// <summary>Finds in a build's output what a person has to read.</summary>
internal static partial class BuildMessages
{
    private const int Most = 5;
    private const int LongestLine = 300;

    /// <summary>
    /// The first errors, each once, with paths as short as they can be: below the project's folder. Where no line looks like an error,
    /// the last ones that are there.
    /// </summary>
    public static IReadOnlyList<string> Errors(IEnumerable<string> lines, string projectFolder)
    {
        string[] all = [.. lines.Where(l => !string.IsNullOrWhiteSpace(l))];
        string[] errors =
        [
            // The compiler works on several files at once: its own order is another one each time.
            .. all.Where(l => ErrorLine().IsMatch(l)).Select(l => Shorten(l, projectFolder)).Distinct()
                .OrderBy(l => Location().Match(l).Groups["file"].Value, StringComparer.Ordinal)
                .ThenBy(l => int.TryParse(Location().Match(l).Groups["line"].ValueSpan, out int line) ? line : 0)
                .Take(Most),
        ];
        return errors.Length > 0 ? errors : [.. all.TakeLast(Most).Select(l => Shorten(l, projectFolder))];
    }

    private static string Shorten(string line, string projectFolder)
    {
        string text = ProjectSuffix().Replace(line, string.Empty).Trim();
        text = text.Replace(projectFolder + Path.DirectorySeparatorChar, string.Empty, StringComparison.Ordinal);
        return text.Length <= LongestLine ? text : text[..LongestLine] + "...";
    }

    // MSBuild's canonical form: origin : [subcategory] error code : text [project]
    [GeneratedRegex(@"(^|:|\s)(fatal )?error( [A-Za-z]+\d+)?\s?:")]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"^(?<file>[^(]+)\((?<line>\d+)")]
    private static partial Regex Location();

    [GeneratedRegex(@"\s*\[[^\]]*proj(::[^\]]*)?\]\s*$")]
    private static partial Regex ProjectSuffix();
}
