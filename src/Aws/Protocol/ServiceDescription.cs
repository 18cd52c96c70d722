using Amazon.Runtime.Internal;

namespace TemporalLambda.Aws.Protocol;

/// <summary>How a service writes requests and responses.</summary>
internal enum WireProtocol
{
    /// <summary>HTTP methods, paths and JSON bodies.</summary>
    RestJson,

    /// <summary>POST / with an X-Amz-Target header and a JSON 1.1 body.</summary>
    Json11,

    /// <summary>POST / with a form; XML comes back.</summary>
    Query,
}

/// <summary>What a generated SDK client would take from its service's model. A new service is one more of these.</summary>
/// <param name="ServiceId">The model's service id; AWS_ENDPOINT_URL_… and a profile's services section are named by it.</param>
/// <param name="SigningName">The name in signatures, which is also the endpoint's.</param>
/// <param name="ApiVersion">The model's version.</param>
/// <param name="Protocol">How it is spoken to.</param>
/// <param name="TargetPrefix">The X-Amz-Target prefix of <see cref="WireProtocol.Json11"/>.</param>
/// <param name="IsGlobal">One endpoint a partition instead of one a region.</param>
/// <param name="GovFipsIsPlain">In aws-us-gov the plain host name is the FIPS one.</param>
internal sealed record ServiceDescription(
    string ServiceId,
    string SigningName,
    string ApiVersion,
    WireProtocol Protocol,
    string? TargetPrefix = null,
    bool IsGlobal = false,
    bool GovFipsIsPlain = false)
    : IServiceMetadata
{
    /// <summary>AWS Lambda.</summary>
    public static readonly ServiceDescription Lambda = new("Lambda", "lambda", "2015-03-31", WireProtocol.RestJson)
    {
        // "Rate of control plane API requests" in Lambda's quotas: these two have quotas of their own.
        CallsPerSecond = 15, IsPaced = operation => operation is not ("GetFunction" or "Invoke"),
    };

    /// <summary>AWS Identity and Access Management.</summary>
    public static readonly ServiceDescription Iam = new("IAM", "iam", "2010-05-08", WireProtocol.Query, IsGlobal: true);

    /// <summary>Amazon CloudWatch Logs.</summary>
    public static readonly ServiceDescription Logs =
        new("CloudWatch Logs", "logs", "2014-03-28", WireProtocol.Json11, "Logs_20140328", GovFipsIsPlain: true);

    /// <summary>AWS CloudFormation.</summary>
    public static readonly ServiceDescription Stacks =
        new("CloudFormation", "cloudformation", "2010-05-15", WireProtocol.Query, GovFipsIsPlain: true);

    /// <summary>All of them, for the comparison with the endpoint rules that AWS publishes.</summary>
    public static IReadOnlyList<ServiceDescription> All { get; } = [Lambda, Iam, Logs, Stacks];

    /// <summary>The quota of calls a second in an account's region, where it is one that many workers at once meet.</summary>
    public int? CallsPerSecond { get; private init; }

    /// <summary>Whether an operation counts for it.</summary>
    public Func<string, bool> IsPaced { get; private init; } = _ => true;

    IDictionary<string, string> IServiceMetadata.OperationNameMapping { get; } = new Dictionary<string, string>();
}
