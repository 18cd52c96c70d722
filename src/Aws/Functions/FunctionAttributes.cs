using System.Globalization;

namespace TemporalLambda.Aws.Functions;

/// <summary>A log group, as far as its lines' age is concerned.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="RetentionDays">Days it keeps its lines, or null: for ever.</param>
internal sealed record LogGroupState(string Name, bool Exists, int? RetentionDays);

/// <summary>What belongs to a function as a whole and is frozen in no version.</summary>
/// <param name="Tags">Its tags.</param>
/// <param name="ReservedConcurrency">Executions that are kept for it, or null.</param>
/// <param name="LogGroup">Its log group; null where nothing is wanted of it.</param>
internal sealed record FunctionAttributes(
    IReadOnlyDictionary<string, string> Tags, int? ReservedConcurrency, LogGroupState? LogGroup)
{
    /// <summary>Those of a function that is not there.</summary>
    public static readonly FunctionAttributes None = new(new Dictionary<string, string>(), null, null);
}

/// <summary>What it takes from the attributes that are there to those that are wanted.</summary>
internal sealed record AttributesPlan
{
    /// <summary>The value of <see cref="FunctionOptions.ReservedConcurrency"/> that gives the share back.</summary>
    public const int Unreserved = -1;

    /// <summary>The value of <see cref="FunctionOptions.LogRetentionDays"/> that keeps lines for ever.</summary>
    public const int ForEver = 0;

    /// <summary>The log group to create, or null.</summary>
    public string? CreateLogGroup { get; private init; }

    /// <summary>The log group whose retention changes, or null.</summary>
    public string? RetentionOf { get; private init; }

    /// <summary>The tags to set and to remove on a function that is there.</summary>
    public TagsDifference Tags { get; private init; } = TagsDifference.None;

    /// <summary>Whether the reserved concurrency changes.</summary>
    public bool Concurrency { get; private init; }

    /// <summary>The steps before the function is made or changed, in words.</summary>
    public IReadOnlyList<Change> Before { get; private init; } = [];

    /// <summary>The steps after, in words.</summary>
    public IReadOnlyList<Change> After { get; private init; } = [];

    /// <summary>The plan; a function that is created has its tags from the start.</summary>
    public static AttributesPlan From(string functionName, FunctionOptions wanted, FunctionAttributes found, bool create)
    {
        int? retention = wanted.LogRetentionDays;
        LogGroupState? group = retention is null ? null : found.LogGroup;
        AttributesPlan plan = new()
        {
            CreateLogGroup = group is { Exists: false } ? group.Name : null,
            RetentionOf = group is not null && (group.RetentionDays ?? ForEver) != retention ? group.Name : null,
            Tags = create ? TagsDifference.None : TagsDifference.Between(found.Tags, wanted.Tags),
            Concurrency = wanted.ReservedConcurrency is { } reserved && (found.ReservedConcurrency ?? Unreserved) != reserved,
        };
        return plan with
        {
            Before = [.. plan.LogSentences(retention)],
            After = [.. plan.Sentences(functionName, wanted.ReservedConcurrency)],
        };
    }

    private IEnumerable<Change> LogSentences(int? retention)
    {
        if (CreateLogGroup is not null)
        {
            yield return new Change("CreateLogGroup", CreateLogGroup, $"Create the log group '{CreateLogGroup}'.");
        }

        if (RetentionOf is not null)
        {
            string action = retention == ForEver ? "DeleteRetentionPolicy" : "PutRetentionPolicy";
            string time = retention == ForEver ? "for ever" : string.Create(CultureInfo.InvariantCulture, $"for {retention} days");
            yield return new Change(action, RetentionOf, $"Keep the lines of the log group '{RetentionOf}' {time}.");
        }
    }

    private IEnumerable<Change> Sentences(string name, int? reserved)
    {
        foreach (string tag in Tags.Set.Keys)
        {
            yield return new Change("TagResource", name, $"Set the tag {tag} of '{name}'.");
        }

        foreach (string tag in Tags.Removed)
        {
            yield return new Change("UntagResource", name, $"Remove the tag {tag} of '{name}'.");
        }

        if (Concurrency)
        {
            yield return reserved == Unreserved
                ? new Change("DeleteFunctionConcurrency", name, $"Keep no concurrency for '{name}' any more.")
                : new Change("PutFunctionConcurrency", name, string.Create(CultureInfo.InvariantCulture, $"Keep a concurrency of {reserved} for '{name}'."));
        }
    }
}
