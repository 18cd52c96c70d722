using System.Text.RegularExpressions;
using Amazon;
using Amazon.Util;

namespace TemporalLambda.Aws.Access;

/// <summary>Finds the region. The SDK's own search remembers its first answer for the whole process, which a prompt must not.</summary>
internal static partial class RegionSource
{
    /// <summary>
    /// The region of the options, the named profile's, AWS_REGION, AWS_DEFAULT_REGION (which the SDK leaves out and every other AWS tool
    /// reads), the default profile's, and the instance's where its credentials are used.
    /// </summary>
    /// <param name="options">What was given.</param>
    /// <param name="onInstance">The credentials are an instance's.</param>
    /// <exception cref="StageException">None is set, or it has no region's form.</exception>
    public static RegionEndpoint Find(AwsOptions options, bool onInstance)
    {
        string? name = NonEmpty(options.Region)
            ?? (options.ProfileName is null ? null : ProfileRegion(options))
            ?? NonEmpty(Environment.GetEnvironmentVariable("AWS_REGION"))
            ?? NonEmpty(Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION"))
            ?? ProfileRegion(options)
            ?? (onInstance ? EC2InstanceMetadata.Region?.SystemName : null)
            ?? throw AwsErrors.NoRegion();
        return RegionForm().IsMatch(name) ? RegionEndpoint.GetBySystemName(name) : throw AwsErrors.RegionNotValid(name);
    }

    private static string? ProfileRegion(AwsOptions options) => CredentialSource.FindProfile(options)?.Region?.SystemName;

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    [GeneratedRegex(@"^[a-z]{2,}(-[a-z]+)+-[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegionForm();
}
