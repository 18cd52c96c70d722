namespace TemporalLambda.Temporal;

/// <summary>Which deployments or versions are asked for: the one of a name, or those whose names match.</summary>
public sealed class NameFilter
{
    /// <summary>Every name.</summary>
    public static readonly NameFilter All = new(null, _ => true);

    private readonly Func<string, bool> _matches;

    private NameFilter(string? exact, Func<string, bool> matches)
    {
        Exact = exact;
        _matches = matches;
    }

    /// <summary>The one name, so that nothing has to be listed; null where several may match.</summary>
    public string? Exact { get; }

    /// <summary>The one of that name, told apart by case as the server does.</summary>
    public static NameFilter Only(string name) => new(name, other => other == name);

    /// <summary>Those for which the function is true.</summary>
    public static NameFilter Where(Func<string, bool> matches) => new(null, matches);

    /// <summary>Whether the name is asked for.</summary>
    public bool Matches(string name) => _matches(name);
}
