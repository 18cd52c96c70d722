using System.Text.Json.Nodes;
using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Roles;

/// <summary>
/// What a function needs of the role that it runs as, for all of its versions that are there: an older one that still runs in a network
/// would lose it, and Lambda itself uses the role to take the network away.
/// </summary>
internal sealed record RoleNeeds
{
    private static readonly string[] LogActions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
    private static readonly string[] TraceActions = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
    private static readonly string[] NetworkActions =
    [
        "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
    ];

    /// <summary>The function.</summary>
    public required FunctionArn Function { get; init; }

    /// <summary>The log groups of its versions.</summary>
    public required IReadOnlyList<string> LogGroups { get; init; }

    /// <summary>Whether a version runs in a VPC.</summary>
    public bool Vpc { get; init; }

    /// <summary>Whether a version sends traces.</summary>
    public bool Tracing { get; init; }

    /// <summary>Every action, for a question to IAM.</summary>
    public IReadOnlyList<string> Actions =>
        [.. LogActions[1..], .. Vpc ? NetworkActions : [], .. Tracing ? TraceActions : []];

    /// <summary>The statements of the least policy, each with what it is for as the end of a sentence.</summary>
    public IReadOnlyList<(JsonObject Statement, string Purpose)> Statements()
    {
        List<(JsonObject Statement, string Purpose)> statements =
            [(PolicyDocument.Allow("OwnLog", LogActions, LogGroups.SelectMany(LogResources)), $"write the log of '{Function.Name}'")];
        if (Vpc)
        {
            // EC2 has no narrower resources for them; but only Lambda itself needs them, and not the worker's code.
            statements.Add((PolicyDocument.Allow("Network", NetworkActions, ["*"]), $"attach '{Function.Name}' to its network"));
            statements.Add((NotForCode(), $"keep the network from the code of '{Function.Name}'"));
        }

        if (Tracing)
        {
            statements.Add((PolicyDocument.Allow("Tracing", TraceActions, ["*"]), $"send the traces of '{Function.Name}'"));
        }

        return statements;
    }

    private IEnumerable<string> LogResources(string group)
    {
        string arn = new AwsArn(Function.Parts.Partition, "logs", Function.Parts.Region, Function.Parts.Account, "log-group:" + group).ToString();
        return [arn, arn + ":*"];
    }

    private JsonObject NotForCode() => new()
    {
        ["Sid"] = "NetworkNotForCode",
        ["Effect"] = "Deny",
        ["Action"] = PolicyDocument.List(NetworkActions),
        ["Resource"] = PolicyDocument.List(["*"]),
        ["Condition"] = new JsonObject { ["ArnEquals"] = new JsonObject { ["lambda:SourceFunctionArn"] = PolicyDocument.List([Function.Unqualified]) } },
    };
}
