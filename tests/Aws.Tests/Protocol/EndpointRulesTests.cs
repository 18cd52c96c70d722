using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using TemporalLambda.Aws.Protocol;

namespace TemporalLambda.Aws.Tests.Protocol;

public class EndpointRulesTests
{
    [Fact]
    public async Task Every_partition_has_the_endpoints_that_AWS_publishes()
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Protocol", "botocore_endpoints.py");
        string? published = await Python.TryRunAsync([script, .. ServiceDescription.All.Select(s => s.SigningName)]);
        Assert.SkipWhen(published is null, "python3 with botocore is not on this machine.");

        string[] expected = published!.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] found = [.. expected.Select(Ours)];

        Assert.True(expected.Length > 300, $"only {expected.Length} endpoints were published");
        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_custom_endpoint_is_taken_as_it_is()
    {
        EndpointParameters parameters = Parameters("eu-central-1", fips: false, dualStack: false);
        parameters["Endpoint"] = "http://127.0.0.1:4566/";

        Assert.Equal("http://127.0.0.1:4566/", new EndpointRules(ServiceDescription.Iam).ResolveEndpoint(parameters).URL);
    }

    [Theory]
    [InlineData("eu-central-1", "us-east-1")]
    [InlineData("cn-northwest-1", "cn-north-1")]
    [InlineData("us-gov-east-1", "us-gov-west-1")]
    [InlineData("us-iso-west-1", "us-iso-east-1")]
    public void IAM_is_signed_for_its_partitions_home_region_behind_a_custom_endpoint_too(string region, string expected) =>
        Assert.Equal(expected, EndpointRules.GlobalSigningRegion(region));

    private static string Ours(string published)
    {
        string[] parts = published.Split('|');
        ServiceDescription service = ServiceDescription.All.Single(s => s.SigningName == parts[0]);
        string answer;
        try
        {
            Endpoint endpoint =
                new EndpointRules(service).ResolveEndpoint(Parameters(parts[1], bool.Parse(parts[2]), bool.Parse(parts[3])));
            System.Collections.IList? schemes = (System.Collections.IList?)endpoint.Attributes?["authSchemes"];
            answer = $"{endpoint.URL}|{(schemes is null ? "-" : ((PropertyBag)schemes[0]!)["signingRegion"])}";
        }
        catch (AmazonClientException)
        {
            answer = "error|-";
        }

        return string.Join('|', [.. parts[..4], answer]);
    }

    private static EndpointParameters Parameters(string region, bool fips, bool dualStack) =>
        new() { ["Region"] = region, ["UseFIPS"] = fips, ["UseDualStack"] = dualStack };
}
