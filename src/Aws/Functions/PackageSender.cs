using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Storage;

namespace TemporalLambda.Aws.Functions;

/// <summary>Brings a plan's package to Lambda: in the request, or through a bucket where it is too large for one.</summary>
internal sealed class PackageSender(AwsSession session, IStageReporter reporter)
{
    /// <summary>Has a call take the package, and compares what Lambda holds then with what was sent.</summary>
    /// <param name="plan">The plan with the package.</param>
    /// <param name="take">The call, and the wait until it is done.</param>
    /// <param name="cancellationToken">Ends it; a package in a bucket is removed all the same.</param>
    /// <exception cref="StageException">The package has changed, could not be sent, or arrived as another.</exception>
    public async Task SendAsync(
        FunctionPlan plan, Func<FunctionCode, Task<FunctionConfiguration>> take, CancellationToken cancellationToken)
    {
        FunctionConfiguration taken;
        if (plan.Upload is null)
        {
            taken = await take(new FunctionCode { ZipFile = await PackageFile.ReadAsync(plan.Wanted, cancellationToken) });
        }
        else
        {
            taken = await ThroughBucketAsync(plan.Wanted, plan.Upload, take, cancellationToken);
        }

        if (taken.CodeSha256 != plan.Settings.CodeSha256)
        {
            throw AwsErrors.CodeNotAsSent(plan.Wanted.FunctionName, plan.Settings.CodeSha256, taken.CodeSha256);
        }
    }

    /// <summary>Removes a package that an earlier run left in its bucket.</summary>
    public Task RemoveAsync(StagedPackage leftover) => new PackageBucket(session.Storage, reporter).RemoveAsync(leftover, versionId: null);

    private async Task<FunctionConfiguration> ThroughBucketAsync(
        WantedFunction wanted,
        StagedPackage package,
        Func<FunctionCode, Task<FunctionConfiguration>> take,
        CancellationToken cancellationToken)
    {
        PackageBucket bucket = new(session.Storage, reporter);
        string? versionId = null;
        try
        {
            versionId = await bucket.UploadAsync(wanted.PackagePath!, package, cancellationToken);
            return await take(new FunctionCode { S3Bucket = package.Bucket, S3Key = package.Key, S3ObjectVersion = versionId });
        }
        finally
        {
            await bucket.RemoveAsync(package, versionId);
        }
    }
}
