using System.Security;

namespace TemporalLambda;

/// <summary>A running sandbox: what Start-TemporalLambdaSandbox emits and Stop-TemporalLambdaSandbox takes.</summary>
public sealed class LambdaSandbox
{
    /// <summary>The address of Lambda, IAM, STS and CloudWatch Logs, for AWS_ENDPOINT_URL or -EndpointUrl.</summary>
    public string? EndpointUrl { get; set; }

    /// <summary>The access key of the sandbox's administrator.</summary>
    public string? AccessKey { get; set; }

    /// <summary>Its secret; good for this sandbox only.</summary>
    public SecureString? SecretKey { get; set; }

    /// <summary>The region that the sandbox plays.</summary>
    public string? Region { get; set; }

    /// <summary>The account that the sandbox plays.</summary>
    public string? AccountId { get; set; }

    /// <summary>Host and port of the Temporal server's frontend.</summary>
    public string? TemporalAddress { get; set; }

    /// <summary>The Temporal server's namespace.</summary>
    public string? Namespace { get; set; }

    /// <summary>The identity with which the Temporal server calls AWS: what an invocation role has to trust.</summary>
    public string? TemporalPrincipalArn { get; set; }

    /// <summary>The architecture of the functions that it runs, this machine's: <c>x86_64</c> or <c>arm64</c>.</summary>
    public string? Architecture { get; set; }

    /// <summary>The supervisor's process; with it everything ends.</summary>
    public int ProcessId { get; set; }

    /// <summary>Nothing was started: the record is what -WhatIf shows.</summary>
    public bool IsPlanned { get; set; }

    /// <summary>Where it is, without its keys.</summary>
    public override string ToString() => $"{EndpointUrl} with Temporal at {TemporalAddress}";
}
