using Amazon;
using Amazon.Runtime;

namespace TemporalLambda.Aws.Protocol;

/// <summary>The settings that the SDK's own clients share with the thin ones.</summary>
internal static class OfficialClients
{
    /// <summary>Gives a client's configuration profile, region and endpoint of the session.</summary>
    public static void Use(this ClientConfig config, AwsOptions options, RegionEndpoint region)
    {
        config.Profile = options.ProfileName is null ? null : new Profile(options.ProfileName, options.ProfileLocation);
        config.RegionEndpoint = region;
        if (options.EndpointUrl is not null)
        {
            config.ServiceURL = options.EndpointUrl;
        }

        if (config.ServiceURL is not null)
        {
            // Behind a custom endpoint the SDK would guess the signing region from the URL.
            config.AuthenticationRegion = region.SystemName;
        }
    }
}
