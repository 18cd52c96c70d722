using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Removal;

/// <summary>What AWS has of a function whose versions are to go.</summary>
/// <param name="IsOwn">It carries this module's tag.</param>
/// <param name="Aliases">Its aliases.</param>
internal sealed record PublishedFunctionState(bool IsOwn, IReadOnlyList<FunctionAlias> Aliases);

/// <summary>A published version that goes.</summary>
/// <param name="QualifiedArn">Its ARN.</param>
/// <param name="Function">The ARN, taken apart.</param>
public sealed record PublishedVersionChange(string QualifiedArn, FunctionArn Function) : Change(
    "DeleteFunctionVersion", QualifiedArn, $"Remove version {Function.Qualifier} of function '{Function.Name}'.");

/// <summary>
/// Which published versions of functions go with the Temporal versions that invoke them: never one that anything else may invoke. Pure.
/// </summary>
public sealed record PublishedVersionPlan
{
    /// <summary>Nothing goes.</summary>
    public static readonly PublishedVersionPlan Nothing = new([], []);

    private PublishedVersionPlan(IReadOnlyList<PublishedVersionChange> changes, IReadOnlyList<string> notes)
    {
        Changes = changes;
        Notes = notes;
    }

    /// <summary>The versions that go.</summary>
    public IReadOnlyList<PublishedVersionChange> Changes { get; }

    /// <summary>What stays, and why.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <param name="wanted">The ARNs that the removed Temporal versions have Temporal invoke.</param>
    /// <param name="used">Those that Temporal versions which stay have it invoke.</param>
    /// <param name="functions">What there is of each function, by unqualified ARN; one that is gone is left out.</param>
    internal static PublishedVersionPlan For(
        IReadOnlyList<string> wanted, IReadOnlySet<string> used, IReadOnlyDictionary<string, PublishedFunctionState> functions)
    {
        List<PublishedVersionChange> changes = [];
        List<string> notes = [];
        foreach (string arn in wanted.Distinct(StringComparer.Ordinal))
        {
            FunctionArn function = FunctionArn.Parse(arn);
            if (!functions.TryGetValue(function.Unqualified, out PublishedFunctionState? found))
            {
                continue;
            }

            string[] aliases = [.. found.Aliases.Where(alias => alias.Versions.Contains(function.Qualifier)).Select(alias => $"'{alias.Name}'")];
            string? reason = !IsNumber(function.Qualifier) ? "it is no published version"
                : used.Contains(arn) ? "another version has Temporal invoke it"
                : aliases.Length > 0 ? $"alias {string.Join(", ", aliases)} points at it"
                : !found.IsOwn ? "the function does not carry this module's tag" : null;
            if (reason is null)
            {
                changes.Add(new(arn, function));
            }
            else
            {
                notes.Add($"'{arn}' stays: {reason}.");
            }
        }

        return new(changes, notes);
    }

    private static bool IsNumber(string? qualifier) => qualifier is { Length: > 0 } && qualifier.All(char.IsAsciiDigit);
}
