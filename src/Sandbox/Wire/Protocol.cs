namespace TemporalLambda.Sandbox.Wire;

/// <summary>How a service's requests and errors are written.</summary>
internal enum Protocol
{
    /// <summary>A form with Action; answers in XML (IAM, STS).</summary>
    Query,

    /// <summary>Methods and paths; JSON bodies (Lambda).</summary>
    RestJson,

    /// <summary>X-Amz-Target; JSON bodies (CloudWatch Logs, Systems Manager).</summary>
    Json11,
}

/// <summary>The services that are played.</summary>
internal static class Services
{
    public const string Lambda = "lambda";
    public const string Iam = "iam";
    public const string Sts = "sts";
    public const string Logs = "logs";
    public const string Parameters = "ssm";

    /// <summary>The protocol of a service; unknown ones are answered as the query protocol does, in XML.</summary>
    public static Protocol ProtocolOf(string service) => service switch
    {
        Lambda => Protocol.RestJson,
        Logs or Parameters => Protocol.Json11,
        _ => Protocol.Query,
    };

    /// <summary>The likely protocol of a request that does not say its service.</summary>
    public static Protocol GuessProtocol(HttpMessage http) =>
        http.Header("X-Amz-Target") is not null ? Protocol.Json11
        : http.PathSegments().Length > 0 ? Protocol.RestJson
        : Protocol.Query;
}
