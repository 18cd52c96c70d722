using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Model;
using TemporalLambda.Aws.Protocol;

namespace TemporalLambda.Aws.Storage;

/// <summary>The SDK's own S3 client, with our reporting and our errors.</summary>
internal sealed class StorageClient(AWSCredentials credentials, StorageConfig config) : AmazonS3Client(credentials, config)
{
    // The base constructor calls this, before any field of ours is set; the configuration is already there.
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.Report("s3", (StorageConfig)Config, TargetOf);
    }

    private static string TargetOf(AmazonWebServiceRequest request) => request switch
    {
        HeadBucketRequest head => head.BucketName,
        GetObjectMetadataRequest head => $"{head.BucketName}/{head.Key}",
        PutObjectRequest put => $"{put.BucketName}/{put.Key}",
        InitiateMultipartUploadRequest begin => $"{begin.BucketName}/{begin.Key}",
        UploadPartRequest part => $"{part.BucketName}/{part.Key}",
        CompleteMultipartUploadRequest end => $"{end.BucketName}/{end.Key}",
        AbortMultipartUploadRequest abort => $"{abort.BucketName}/{abort.Key}",
        DeleteObjectRequest delete => $"{delete.BucketName}/{delete.Key}",
        _ => "",
    };
}

/// <summary>The settings of <see cref="StorageClient"/>.</summary>
internal sealed class StorageConfig : AmazonS3Config, IReportingConfig
{
    public StorageConfig(AwsOptions options, RegionEndpoint region, IStageReporter reporter)
    {
        Reporter = reporter;
        RenewCommand = options.RenewCommand;
        Time = options.Time;
        this.Use(options, region);

        // Behind a custom endpoint no bucket has a name of its own.
        ForcePathStyle = ServiceURL is not null;
    }

    public IStageReporter Reporter { get; }

    public TimeProvider Time { get; }

    public string? RenewCommand { get; }
}
