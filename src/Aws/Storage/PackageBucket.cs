using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace TemporalLambda.Aws.Storage;

/// <summary>The bucket that a package goes through which is too large for one request to Lambda. It lies there only until Lambda has it.</summary>
internal sealed class PackageBucket(StorageClient storage, IStageReporter reporter)
{
    private const long PartSize = 8L * 1024 * 1024;
    private static readonly TimeSpan RemovalPatience = TimeSpan.FromSeconds(30);

    /// <summary>Checks the bucket and tells whether a package that an earlier run left lies there.</summary>
    /// <exception cref="StageException">The bucket is not there, or in another region than Lambda could read from.</exception>
    public async Task<bool> HoldsAsync(StagedPackage package, string region, CancellationToken cancellationToken)
    {
        Task<HeadBucketResponse> bucket = storage.HeadBucketAsync(new HeadBucketRequest { BucketName = package.Bucket }, cancellationToken);
        Task<GetObjectMetadataResponse> found = storage.GetObjectMetadataAsync(
            new GetObjectMetadataRequest { BucketName = package.Bucket, Key = package.Key }, cancellationToken);
        await CheckAsync(bucket, package.Bucket, region);
        try
        {
            return await found.OrNull() is not null;
        }
        catch (StageException e) when (e.Is(AwsFault.AccessDenied))
        {
            // So S3 says that nothing is there to whom it does not list the bucket; what an earlier run left is written over then.
            return false;
        }
    }

    /// <summary>Uploads a package in parts, each of which S3 compares with its checksum.</summary>
    /// <returns>The object's version where the bucket keeps versions, else null.</returns>
    public async Task<string?> UploadAsync(string path, StagedPackage package, CancellationToken cancellationToken)
    {
        string activity = $"Package {Path.GetFileName(path)}";
        TransferUtilityUploadRequest request = new()
        {
            FilePath = path,
            BucketName = package.Bucket,
            Key = package.Key,
            PartSize = PartSize,
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
        };
        request.UploadProgressEvent += (_, progress) => reporter.Progress(new StageProgress(
            activity, $"{Megabytes(progress.TransferredBytes)} of {Megabytes(progress.TotalBytes)} MB to {package}", progress.PercentDone));
        try
        {
            using TransferUtility transfer = new(storage);
            TransferUtilityUploadResponse done = await transfer.UploadWithResponseAsync(request, cancellationToken);
            return string.IsNullOrEmpty(done.VersionId) ? null : done.VersionId;
        }
        finally
        {
            reporter.Progress(new StageProgress(activity, "is uploaded", Completed: true));
        }
    }

    /// <summary>Removes a package, also after a failure or when the user stops: the next run would find and remove it else.</summary>
    public async Task RemoveAsync(StagedPackage package, string? versionId)
    {
        using CancellationTokenSource patience = new(RemovalPatience);
        try
        {
            await storage.DeleteObjectAsync(
                new DeleteObjectRequest { BucketName = package.Bucket, Key = package.Key, VersionId = versionId }, patience.Token);
        }
        catch (Exception e) when (e is StageException or OperationCanceledException)
        {
            reporter.Warning($"The package is still at {package}: {e.Message}");
        }
    }

    private static async Task CheckAsync(Task<HeadBucketResponse> head, string bucket, string region)
    {
        try
        {
            HeadBucketResponse found = await head;
            if (!string.IsNullOrEmpty(found.BucketRegion) && found.BucketRegion != region)
            {
                throw AwsErrors.BucketInOtherRegion(bucket, found.BucketRegion, region);
            }
        }
        catch (StageException e) when (e.Is(AwsFault.NotFound))
        {
            throw AwsErrors.BucketNotFound(bucket, e);
        }
        catch (StageException e) when (e.Is(AwsFault.AccessDenied))
        {
            // Who may write to a bucket need not be allowed to look at it.
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1024 / 1024).ToString(CultureInfo.InvariantCulture);
}
