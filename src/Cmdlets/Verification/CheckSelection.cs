using System.Management.Automation;
using TemporalLambda.Cmdlets.Errors;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>The checks that a user wants of all.</summary>
internal static class CheckSelection
{
    /// <param name="checks">All, in the order of the chain.</param>
    /// <param name="include">Names or wildcards; none: all. What they depend on is kept.</param>
    /// <param name="exclude">Names or wildcards. What needs them goes too.</param>
    /// <exception cref="StageException">A name is no check's.</exception>
    public static IReadOnlyList<Check> Of(IReadOnlyList<Check> checks, IReadOnlyList<string> include, IReadOnlyList<string> exclude)
    {
        HashSet<string> wanted = include.Count == 0 ? [.. checks.Select(check => check.Name)] : Named(include);
        foreach (Check check in checks.Reverse().Where(check => wanted.Contains(check.Name)))
        {
            wanted.UnionWith(check.Needs);
        }

        wanted.ExceptWith(Named(exclude));

        // A check needs only earlier ones, so that what lost its ground takes along what stood on it in one pass.
        List<Check> selected = [];
        HashSet<string> kept = [];
        foreach (Check check in checks.Where(check => wanted.Contains(check.Name) && check.Needs.All(kept.Contains)))
        {
            selected.Add(check);
            kept.Add(check.Name);
        }

        return selected;
    }

    private static HashSet<string> Named(IReadOnlyList<string> patterns)
    {
        HashSet<string> named = [];
        foreach (string pattern in patterns)
        {
            var wildcard = new WildcardPattern(pattern, WildcardOptions.IgnoreCase);
            string[] found = [.. WorkerChecks.Names.Where(wildcard.IsMatch)];
            named.UnionWith(found.Length > 0 ? found : throw CmdletErrors.NoSuchCheck(pattern, WorkerChecks.Names));
        }

        return named;
    }
}
