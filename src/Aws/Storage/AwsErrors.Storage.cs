namespace TemporalLambda.Aws;

/// <content>The failures of the way through S3.</content>
public static partial class AwsErrors
{
    /// <summary>A package that one request can not carry, and no bucket.</summary>
    public static StageException PackageNeedsBucket(string path, long bytes, long largest) => new(
        "PackageNeedsBucket",
        FaultCategory.LimitsExceeded,
        $"The package '{path}' has {bytes} bytes, and Lambda takes {largest} directly.",
        "Give -Bucket, a bucket in the function's region that it can go through, or make the package smaller.",
        path);

    /// <summary>No such bucket.</summary>
    public static StageException BucketNotFound(string bucket, Exception? inner) => new(
        "BucketNotFound",
        FaultCategory.ObjectNotFound,
        $"The bucket '{bucket}' does not exist.",
        "Check -Bucket, or create it with 'aws s3 mb'.",
        bucket,
        inner);

    /// <summary>A bucket that Lambda does not read from.</summary>
    public static StageException BucketInOtherRegion(string bucket, string found, string wanted) => new(
        "BucketInOtherRegion",
        FaultCategory.InvalidArgument,
        $"The bucket '{bucket}' is in {found}, and Lambda in {wanted} takes packages from its own region only.",
        "Give -Bucket a bucket of the function's region.",
        bucket);

    /// <summary>Lambda holds something else than what was sent.</summary>
    public static StageException CodeNotAsSent(string functionName, string sent, string found) => new(
        "CodeNotAsSent",
        FaultCategory.InvalidResult,
        $"Lambda holds a package of '{functionName}' with the checksum {found}, and the one that was sent has {sent}.",
        "Run the command again when nothing else deploys this function.",
        functionName);
}
