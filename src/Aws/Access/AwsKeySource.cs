using Amazon.Runtime;

namespace TemporalLambda.Aws;

/// <summary>An access key, as a <see cref="AwsKeySource"/> gives it.</summary>
/// <param name="AccessKey">The access key id.</param>
/// <param name="SecretKey">The secret access key.</param>
/// <param name="SessionToken">The token of temporary keys, or null.</param>
public sealed record AwsKeys(string AccessKey, string SecretKey, string? SessionToken)
{
    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"AwsKeys {{ AccessKey = {AccessKey} }}";
}

/// <summary>Credentials that another library holds. Two sources that are equal are one identity.</summary>
public abstract class AwsKeySource
{
    /// <summary>The keys of this moment; asked for again before they would be used for long.</summary>
    public abstract AwsKeys GetKeys();
}

/// <summary>A <see cref="AwsKeySource"/> as the SDK takes credentials: asked for each call, so that the other library refreshes them.</summary>
internal sealed class ForeignCredentials(AwsKeySource source) : AWSCredentials
{
    public override ImmutableCredentials GetCredentials()
    {
        AwsKeys keys = source.GetKeys();
        return new ImmutableCredentials(keys.AccessKey, keys.SecretKey, string.IsNullOrEmpty(keys.SessionToken) ? null : keys.SessionToken);
    }
}
