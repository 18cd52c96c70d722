using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecurityToken;
using TemporalLambda.Aws.Protocol;

namespace TemporalLambda.Aws.Access;

/// <summary>The SDK's own STS client, with our reporting and our errors. Another official client is wrapped the same way.</summary>
internal sealed class SecurityTokenClient(AWSCredentials credentials, SecurityTokenConfig config)
    : AmazonSecurityTokenServiceClient(credentials, config)
{
    // The base constructor calls this, before any field of ours is set; the configuration is already there.
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.Report("sts", (SecurityTokenConfig)Config);
    }
}

/// <summary>The settings of <see cref="SecurityTokenClient"/>.</summary>
internal sealed class SecurityTokenConfig : AmazonSecurityTokenServiceConfig, IReportingConfig
{
    public SecurityTokenConfig(AwsOptions options, RegionEndpoint region, IStageReporter reporter)
    {
        Reporter = reporter;
        RenewCommand = options.RenewCommand;
        Time = options.Time;
        this.Use(options, region);
    }

    public IStageReporter Reporter { get; }

    public TimeProvider Time { get; }

    public string? RenewCommand { get; }
}
