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
        pipeline.AddHandler(new CallHandler("ssm", ((ParametersConfig)Config).Reporter, ((ParametersConfig)Config).RenewCommand, TargetOf));
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
internal sealed class ParametersConfig : AmazonSimpleSystemsManagementConfig
{
    public ParametersConfig(AwsOptions options, RegionEndpoint region, IStageReporter reporter, bool once = false)
    {
        Reporter = reporter;
        RenewCommand = options.RenewCommand;
        this.Use(options, region);
        if (once)
        {
            MaxErrorRetry = 0;
        }
    }

    public IStageReporter Reporter { get; }

    public string? RenewCommand { get; }
}
