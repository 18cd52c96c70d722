namespace TemporalLambda.Aws;

/// <summary>How to reach AWS, as the AWS.Tools cmdlets take it. What is not given is left to the SDK's own chain.</summary>
public sealed record AwsOptions
{
    /// <summary>A profile of the shared credentials and config files, or of the SDK's store.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The credentials file to look for the profile in. Default: the usual places.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>The region's system name. Default: the named profile's, AWS_REGION, AWS_DEFAULT_REGION, the default profile's, the instance's.</summary>
    public string? Region { get; init; }

    /// <summary>The access key id; with <see cref="SecretKey"/>.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The secret access key; with <see cref="AccessKey"/>.</summary>
    public string? SecretKey { get; init; }

    /// <summary>The token of temporary keys.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Credentials that another library holds. Keys and a profile of these options go before them.</summary>
    public AwsKeySource? Credential { get; init; }

    /// <summary>The command that renews the credentials when they have expired, where it is known.</summary>
    internal string? RenewCommand { get; init; }

    /// <summary>The rate to keep each service's calls within. Default: the service's quota, and none behind a custom endpoint.</summary>
    internal int? CallsPerSecond { get; init; }

    /// <summary>The clock of the waits between tries.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>One endpoint for every service: LocalStack, moto or the sandbox. Default: AWS_ENDPOINT_URL[_SERVICE], the profile's, else AWS.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Without the keys, so that no log ever holds one.</summary>
    public override string ToString() =>
        $"AwsOptions {{ ProfileName = {ProfileName}, Region = {Region}, AccessKey = {(AccessKey is null ? "" : "given")}, Credential = {(Credential is null ? "" : "given")}, EndpointUrl = {EndpointUrl} }}";
}
