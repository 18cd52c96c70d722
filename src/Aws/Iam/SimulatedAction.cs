using System.Xml.Linq;

namespace TemporalLambda.Aws.Iam;

/// <summary>What IAM's policy simulator says of one action on one resource.</summary>
/// <param name="Action">The action, for example <c>lambda:InvokeFunction</c>.</param>
/// <param name="Resource">The resource's ARN, or <c>*</c>.</param>
/// <param name="Decision"><c>allowed</c>, <c>implicitDeny</c> or <c>explicitDeny</c>.</param>
/// <param name="AllowedByBoundary">Whether the permissions boundary allows it; null without a boundary.</param>
public sealed record SimulatedAction(string Action, string Resource, string Decision, bool? AllowedByBoundary)
{
    /// <summary>It may be done.</summary>
    public bool IsAllowed => Decision == "allowed";

    /// <summary>A statement denies it, whatever others allow.</summary>
    public bool IsExplicitlyDenied => Decision == "explicitDeny";

    internal static SimulatedAction From(XElement result) => new(
        (string)result.Element("EvalActionName")!,
        (string?)result.Element("EvalResourceName") ?? "*",
        (string?)result.Element("EvalDecision") ?? "",
        (bool?)result.Element("PermissionsBoundaryDecisionDetail")?.Element("AllowedByPermissionsBoundary"));
}
