using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace TemporalLambda.Aws.Protocol;

/// <summary>
/// The endpoint rules of our services, on the SDK's own table of partitions. A test compares them with the rules that AWS publishes
/// in botocore, for each service, partition and FIPS or dual-stack setting.
/// </summary>
internal sealed class EndpointRules(ServiceDescription service) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        string region = (string)parameters["Region"];
        bool fips = (bool)parameters["UseFIPS"];
        bool dualStack = (bool)parameters["UseDualStack"];
        if (parameters["Endpoint"] is string { Length: > 0 } url)
        {
            return fips || dualStack ? throw Invalid("a custom endpoint excludes FIPS and dual-stack") : new Endpoint(url);
        }

        Partition partition = Fn.Partition(region);
        if (fips && !partition.supportsFIPS)
        {
            throw Invalid($"FIPS is enabled, but the partition {partition.name} does not support it");
        }

        if (dualStack && !partition.supportsDualStack)
        {
            throw Invalid($"dual-stack is enabled, but the partition {partition.name} does not support it");
        }

        string suffix = dualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        if (service.IsGlobal)
        {
            return Global(partition, fips, dualStack, suffix);
        }

        bool plainFips = service.GovFipsIsPlain && !dualStack && partition.name == "aws-us-gov";
        string host = fips && !plainFips ? service.SigningName + "-fips" : service.SigningName;
        return new Endpoint($"https://{host}.{region}.{suffix}");
    }

    /// <summary>The region in a global service's signature.</summary>
    public static string GlobalSigningRegion(string region) => GlobalSigningRegion(Fn.Partition(region));

    // The partition table calls cn-northwest-1 China's global region; IAM's rules say cn-north-1, but not for FIPS.
    private static string GlobalSigningRegion(Partition partition, bool fips = false) =>
        partition.name == "aws-cn" && !fips ? "cn-north-1" : partition.implicitGlobalRegion;

    // IAM is the only global service here; these are the cases of its rule set.
    private static Endpoint Global(Partition partition, bool fips, bool dualStack, string suffix)
    {
        string name = fips ? "iam-fips" : "iam";
        string home = GlobalSigningRegion(partition, fips);
        string host = (partition.name, fips, dualStack) switch
        {
            ("aws", _, true) => name + ".global",
            ("aws", _, false) => name,
            ("aws-cn", false, true) => "iam.global",
            ("aws-cn", false, false) => "iam." + home,
            ("aws-us-gov", _, _) => "iam.us-gov",
            (_, false, false) => "iam." + home,
            ("aws-iso" or "aws-iso-b", true, false) => "iam-fips." + home,
            _ => name,
        };
        string signing = $$"""{"authSchemes":[{"name":"sigv4","signingName":"iam","signingRegion":"{{home}}"}]}""";
        return new Endpoint($"https://{host}.{suffix}", signing, null);
    }

    private static AmazonClientException Invalid(string what) => new($"Invalid configuration: {what}.");
}
