using System.Management.Automation;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Connection;

/// <summary>What a parameter asks for: a name or a pattern of names.</summary>
internal static class NamePatterns
{
    /// <summary>A name is told apart by case, as Temporal does; a pattern need not be, as everywhere in PowerShell.</summary>
    public static NameFilter Filter(string? pattern) => string.IsNullOrEmpty(pattern) ? NameFilter.All
        : WildcardPattern.ContainsWildcardCharacters(pattern) ? NameFilter.Where(WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch)
        : NameFilter.Only(pattern);
}
