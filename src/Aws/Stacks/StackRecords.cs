using System.Globalization;
using System.Xml.Linq;

namespace TemporalLambda.Aws.Stacks;

/// <summary>A CloudFormation stack.</summary>
public sealed record Stack
{
    /// <summary>The name.</summary>
    public required string StackName { get; init; }

    /// <summary>The id; unlike the name it is also that of a deleted stack.</summary>
    public required string StackId { get; init; }

    /// <summary>What it is at, for example CREATE_COMPLETE.</summary>
    public required string StackStatus { get; init; }

    /// <summary>Why it is at that, where CloudFormation says so.</summary>
    public string? StackStatusReason { get; init; }

    /// <summary>The parameters' values.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The outputs' values.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>The stack's own tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether something is under way.</summary>
    public bool IsInProgress => StackStatus.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) && StackStatus != "REVIEW_IN_PROGRESS";

    internal static Stack From(XElement element) => new()
    {
        StackName = (string)element.Element("StackName")!,
        StackId = (string)element.Element("StackId")!,
        StackStatus = (string)element.Element("StackStatus")!,
        StackStatusReason = (string?)element.Element("StackStatusReason"),
        Parameters = Pairs(element, "Parameters", "ParameterKey", "ParameterValue"),
        Outputs = Pairs(element, "Outputs", "OutputKey", "OutputValue"),
        Tags = Pairs(element, "Tags", "Key", "Value"),
    };

    private static Dictionary<string, string> Pairs(XElement element, string list, string key, string value) =>
        (element.Element(list)?.Elements("member") ?? []).ToDictionary(pair => (string)pair.Element(key)!, pair => (string?)pair.Element(value) ?? "");
}

/// <summary>CreateStack and UpdateStack.</summary>
public sealed record StackRequest
{
    /// <summary>The stack's name.</summary>
    public required string StackName { get; init; }

    /// <summary>The template; null keeps the one that the stack has.</summary>
    public string? TemplateBody { get; init; }

    /// <summary>The parameters; null keeps a value.</summary>
    public required IReadOnlyDictionary<string, string?> Parameters { get; init; }

    /// <summary>The tags; an update without any keeps them.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Names the request, so that one that is sent twice is done once.</summary>
    public required string ClientRequestToken { get; init; }
}

/// <summary>A step of CloudFormation's.</summary>
/// <param name="EventId">The unique id.</param>
/// <param name="Timestamp">When.</param>
/// <param name="LogicalResourceId">The resource's name in the template, or the stack's.</param>
/// <param name="ResourceType">The resource's type.</param>
/// <param name="ResourceStatus">What it is at.</param>
/// <param name="Reason">Why, where CloudFormation says so.</param>
/// <param name="ClientRequestToken">The request that it belongs to.</param>
public sealed record StackEvent(
    string EventId, DateTimeOffset Timestamp, string LogicalResourceId, string ResourceType, string ResourceStatus, string? Reason, string? ClientRequestToken)
{
    /// <summary>Whether it tells of a failure, and not of what was given up because of one.</summary>
    public bool IsCause => ResourceStatus.EndsWith("_FAILED", StringComparison.Ordinal)
        && Reason is { Length: > 0 } && !Reason.Contains("cancelled", StringComparison.OrdinalIgnoreCase);

    internal static StackEvent From(XElement element) => new(
        (string)element.Element("EventId")!,
        DateTimeOffset.Parse((string)element.Element("Timestamp")!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        (string?)element.Element("LogicalResourceId") ?? "",
        (string?)element.Element("ResourceType") ?? "",
        (string?)element.Element("ResourceStatus") ?? "",
        (string?)element.Element("ResourceStatusReason"),
        (string?)element.Element("ClientRequestToken"));
}
