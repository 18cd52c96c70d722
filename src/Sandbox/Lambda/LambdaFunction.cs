using System.Collections.Immutable;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>A function with all its versions, as it is at one moment.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Instance">Differs from that of a function of the same name that was deleted before.</param>
/// <param name="Latest"><c>$LATEST</c> as it is shown.</param>
/// <param name="Serving"><c>$LATEST</c> as it is invoked: while an update is in progress, as it was before.</param>
internal sealed record LambdaFunction(string Name, Guid Instance, FunctionConfiguration Latest, FunctionConfiguration Serving)
{
    public ImmutableSortedDictionary<int, FunctionConfiguration> Versions { get; init; } =
        ImmutableSortedDictionary<int, FunctionConfiguration>.Empty;

    /// <summary>The highest number ever given; numbers are not used again.</summary>
    public int LastVersion { get; init; }

    public ImmutableSortedDictionary<string, FunctionAlias> Aliases { get; init; } =
        ImmutableSortedDictionary.Create<string, FunctionAlias>(StringComparer.Ordinal);

    /// <summary>Event invoke configurations by qualifier, <c>$LATEST</c> included.</summary>
    public ImmutableSortedDictionary<string, EventInvokeConfig> EventInvokeConfigs { get; init; } =
        ImmutableSortedDictionary.Create<string, EventInvokeConfig>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public int? ReservedConcurrency { get; init; }

    /// <summary>The configuration that a qualifier names, or null. Null names <c>$LATEST</c>.</summary>
    public FunctionConfiguration? Find(string? qualifier) => qualifier switch
    {
        null or FunctionReference.Latest => Latest,
        _ when int.TryParse(qualifier, out int number) => Versions.GetValueOrDefault(number),
        _ when Aliases.TryGetValue(qualifier, out var alias) => Find(alias.Version),
        _ => null,
    };

    /// <summary>All packages that this function still needs.</summary>
    public IEnumerable<StoredPackage> Packages =>
        Versions.Values.Append(Latest).Append(Serving).Select(configuration => configuration.Settings.Package);
}

/// <summary>A name for a version.</summary>
internal sealed record FunctionAlias(string Name, string Version, string Description, string RevisionId);

/// <summary>How asynchronous invocations of a qualifier are repeated.</summary>
internal sealed record EventInvokeConfig(int? MaximumRetryAttempts, int? MaximumEventAgeInSeconds, DateTimeOffset LastModified);
