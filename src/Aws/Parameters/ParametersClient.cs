using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using TemporalLambda.Aws.Protocol;

namespace TemporalLambda.Aws.Parameters;

/// <summary>The SDK's own Systems Manager client, with our reporting and our errors. Values are in neither.</summary>
internal sealed class ParametersClient(AWSCredentials credentials, ParametersConfig config)
    : AmazonSimpleSystemsManagementClient(credentials, config)
{
    // The base constructor calls this, before any field of ours is set; the configuration is already there.
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        if (((ParametersConfig)Config).Once)
        {
            // Not MaxErrorRetry = 0: where a connection ends before the answer, the SDK takes it for a stale one and sends again uncounted.
            pipeline.RemoveHandler<RetryHandler>();
        }

        pipeline.Report("ssm", (ParametersConfig)Config, TargetOf);
    }

    private static string TargetOf(AmazonWebServiceRequest request) => request switch
    {
        GetParameterRequest get => get.Name,
        PutParameterRequest put => put.Name,
        DeleteParameterRequest delete => delete.Name,
        DescribeParametersRequest { ParameterFilters: [{ Values: [var name] }] } => name,
        _ => "",
    };
}

/// <summary>The settings of <see cref="ParametersClient"/>.</summary>
internal sealed class ParametersConfig : AmazonSimpleSystemsManagementConfig, IReportingConfig
{
    public ParametersConfig(AwsOptions options, RegionEndpoint region, IStageReporter reporter, bool once = false)
    {
        Reporter = reporter;
        RenewCommand = options.RenewCommand;
        Time = options.Time;
        this.Use(options, region);
        Once = once;
    }

    /// <summary>Whether each request is sent once, whatever becomes of it.</summary>
    public bool Once { get; }

    public IStageReporter Reporter { get; }

    public TimeProvider Time { get; }

    public string? RenewCommand { get; }
}
