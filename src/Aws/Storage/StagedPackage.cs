namespace TemporalLambda.Aws.Storage;

/// <summary>Where a large package lies on its way to Lambda.</summary>
/// <param name="Bucket">The bucket, in the function's region.</param>
/// <param name="Key">The key: the same for the same package of the same function, so that a later run finds what an earlier one left.</param>
internal sealed record StagedPackage(string Bucket, string Key)
{
    /// <summary>The place for a function's package.</summary>
    public static StagedPackage For(string bucket, string? prefix, string functionName, string sha256) => new(
        bucket, $"{prefix}{functionName}/{Convert.ToHexString(Convert.FromBase64String(sha256)).ToLowerInvariant()}.zip");

    /// <summary>The S3 URI.</summary>
    public override string ToString() => $"s3://{Bucket}/{Key}";
}
