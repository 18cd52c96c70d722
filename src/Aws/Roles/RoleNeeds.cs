using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Roles;

/// <summary>
/// What a function needs of the role that it runs as, for all of its versions that are there: an older one that still runs in a network
/// would lose it, and Lambda itself uses the role to take the network away.
/// </summary>
internal sealed record RoleNeeds
{
    private const string ReadParameter = "ssm:GetParameter";
    private const string KeySid = "ParameterKey";

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

    /// <summary>The parameters that versions read their API key and certificate from.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The parameters whose KMS key is known: null there is the account's own, which needs no right.</summary>
    public IReadOnlyList<(string Parameter, string? KeyId)> ParameterKeys { get; init; } = [];

    /// <summary>The policy that is there: it tells the KMS keys of the other parameters.</summary>
    public string? EarlierPolicy { get; init; }

    /// <summary>Every action, for a question to IAM.</summary>
    public IReadOnlyList<string> Actions =>
        [.. LogActions[1..], .. Vpc ? NetworkActions : [], .. Tracing ? TraceActions : [], .. Parameters.Count > 0 ? [ReadParameter] : Array.Empty<string>()];

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

        if (Parameters.Count > 0)
        {
            statements.Add((
                PolicyDocument.Allow("Parameter", [ReadParameter], Parameters.Select(ParameterArn)), $"read the parameter {string.Join(" and ", Parameters)}"));
            statements.AddRange(KeyStatements().Select(statement => (statement, "decrypt it")));
        }

        return statements;
    }

    // The keys of parameters that older versions use are known from the policy alone.
    private IEnumerable<JsonObject> KeyStatements()
    {
        IEnumerable<JsonObject> earlier = PolicyDocument.Statements(PolicyDocument.Read(EarlierPolicy))
            .Where(statement => ((string?)statement["Sid"])?.StartsWith(KeySid, StringComparison.Ordinal) == true)
            .Select(statement => (JsonObject)statement.DeepClone());
        Dictionary<string, JsonObject> statements = [];
        foreach (JsonObject statement in earlier)
        {
            statements[(string)statement["Sid"]!] = statement;
        }

        foreach ((string known, string? keyId) in ParameterKeys)
        {
            statements.Remove(KeySidOf(known));
            if (keyId is not null)
            {
                statements[KeySidOf(known)] = KeyStatement(known, keyId);
            }
        }

        HashSet<string> used = [.. Parameters.Select(KeySidOf)];
        return statements.Where(statement => used.Contains(statement.Key)).OrderBy(statement => statement.Key, StringComparer.Ordinal).Select(s => s.Value);
    }

    private static string KeySidOf(string parameter) => KeySid + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(parameter)))[..8];

    // An alias can not be a resource of a policy; and the key decrypts this one parameter only.
    private JsonObject KeyStatement(string parameter, string keyId)
    {
        string alias = keyId[(keyId.LastIndexOf(':') + 1)..];
        bool isAlias = alias.StartsWith("alias/", StringComparison.Ordinal);
        string key = isAlias ? Arn("kms", "key/*") : keyId.StartsWith("arn:", StringComparison.Ordinal) ? keyId : Arn("kms", "key/" + keyId);
        JsonObject condition = new()
        {
            ["StringEquals"] = new JsonObject { ["kms:EncryptionContext:PARAMETER_ARN"] = ParameterArn(parameter) },
        };
        if (isAlias)
        {
            condition["ForAnyValue:StringEquals"] = new JsonObject { ["kms:ResourceAliases"] = alias };
        }

        JsonObject statement = PolicyDocument.Allow(KeySidOf(parameter), ["kms:Decrypt"], [key]);
        statement["Condition"] = condition;
        return statement;
    }

    private string ParameterArn(string name) =>
        name.StartsWith("arn:", StringComparison.Ordinal) ? name : Arn("ssm", "parameter/" + name.TrimStart('/'));

    private string Arn(string service, string resource) =>
        new AwsArn(Function.Parts.Partition, service, Function.Parts.Region, Function.Parts.Account, resource).ToString();

    private IEnumerable<string> LogResources(string group)
    {
        string arn = Arn("logs", "log-group:" + group);
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
