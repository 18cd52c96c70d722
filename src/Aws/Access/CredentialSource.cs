using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace TemporalLambda.Aws.Access;

/// <summary>
/// Finds the credentials up front, so that their failure is told as what it is and not as that of the first call that needs them.
/// </summary>
internal static class CredentialSource
{
    /// <summary>
    /// The credentials of the options, else those of the SDK's chain, and whether they are an instance's. They refresh themselves; a first
    /// set was fetched.
    /// </summary>
    /// <exception cref="StageException">There are none, they are incomplete, or their source refused.</exception>
    public static async Task<(AWSCredentials Credentials, bool OnInstance)> OpenAsync(AwsOptions options, CancellationToken cancellationToken)
    {
        if (options.AccessKey is not null || options.SecretKey is not null)
        {
            return (Given(options), false);
        }

        if (options is { Credential: { } foreign, ProfileName: null })
        {
            return (new ForeignCredentials(foreign), false);
        }

        string? profile = options.ProfileName;
        bool onInstance = profile is null && !ChainHasSource(options);
        if (onInstance && !await InstanceMetadata.IsThereAsync(cancellationToken))
        {
            throw AwsErrors.NoCredentials(null);
        }

        try
        {
            // The SDK resolves without a token in places (a credential process, SSO), so the wait is what can be cancelled.
            return (await Task.Run(() => FetchAsync(options, cancellationToken), cancellationToken).WaitAsync(cancellationToken), onInstance);
        }
        catch (Exception e) when (e is not StageException and not OperationCanceledException)
        {
            throw onInstance ? AwsErrors.NoCredentials(e) : Explain(e, profile ?? DefaultAWSCredentialsIdentityResolver.GetProfileName());
        }
    }

    /// <summary>The profile of the options, or the one the SDK would take, where it exists.</summary>
    /// <exception cref="StageException">The file has it, but not whole.</exception>
    public static CredentialProfile? FindProfile(AwsOptions options)
    {
        string name = options.ProfileName ?? DefaultAWSCredentialsIdentityResolver.GetProfileName();
        try
        {
            return new CredentialProfileStoreChain(options.ProfileLocation).TryGetProfile(name, out CredentialProfile profile) ? profile : null;
        }
        catch (AmazonClientException e)
        {
            // A profile that names a part of the file that is not there.
            throw AwsErrors.CredentialsRefused(name, FirstLineOf(e.Message), e);
        }
    }

    /// <summary>The command that renews the credentials of a profile that signs in with SSO, else null.</summary>
    public static string? RenewCommand(AwsOptions options)
    {
        if (options.AccessKey is not null || (options.Credential is not null && options.ProfileName is null)
            || (options.ProfileName is null && IsSet("AWS_ACCESS_KEY_ID")))
        {
            return null;
        }

        return FindProfile(options) is { Options: { } settings } profile
            && (!string.IsNullOrEmpty(settings.SsoStartUrl) || !string.IsNullOrEmpty(settings.SsoSession))
            ? $"aws sso login --profile {profile.Name}"
            : null;
    }

    private static AWSCredentials Given(AwsOptions options)
    {
        if (string.IsNullOrEmpty(options.AccessKey) || string.IsNullOrEmpty(options.SecretKey))
        {
            throw AwsErrors.KeysIncomplete(string.IsNullOrEmpty(options.AccessKey) ? "SecretKey" : "AccessKey");
        }

        return string.IsNullOrEmpty(options.SessionToken)
            ? new BasicAWSCredentials(options.AccessKey, options.SecretKey)
            : new SessionAWSCredentials(options.AccessKey, options.SecretKey, options.SessionToken);
    }

    private static async Task<AWSCredentials> FetchAsync(AwsOptions options, CancellationToken cancellationToken)
    {
        AWSCredentials credentials;
        if (options.ProfileName is null)
        {
            using DefaultAWSCredentialsIdentityResolver chain = new();
            credentials = await chain.ResolveIdentityAsync(null!, cancellationToken);
        }
        else
        {
            CredentialProfile profile = FindProfile(options) ?? throw AwsErrors.ProfileNotFound(options.ProfileName);
            credentials = profile.GetAWSCredentials(new CredentialProfileStoreChain(options.ProfileLocation));
        }

        await credentials.GetCredentialsAsync();
        return credentials;
    }

    // Whether anything but instance metadata could give credentials. Without that, the SDK would ask a metadata service that is not
    // there three times five seconds, and go on asking in the background.
    private static bool ChainHasSource(AwsOptions options) =>
        IsSet("AWS_ACCESS_KEY_ID") || IsSet("AWS_WEB_IDENTITY_TOKEN_FILE") || IsSet("AWS_PROFILE")
        || IsSet("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") || IsSet("AWS_CONTAINER_CREDENTIALS_FULL_URI")
        || FindProfile(options) is { CanCreateAWSCredentials: true };

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    private static StageException Explain(Exception e, string profile)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is ProfileNotFoundException)
            {
                return AwsErrors.ProfileNotFound(profile);
            }

            if (cause.Message.Contains("SSO Token", StringComparison.OrdinalIgnoreCase))
            {
                return AwsErrors.SsoSessionExpired(profile, e);
            }
        }

        return AwsErrors.CredentialsRefused(profile, FirstLineOf(e.Message), e);
    }

    private static string FirstLineOf(string text) => text.Split('\n')[0].Trim().TrimEnd('.');
}
