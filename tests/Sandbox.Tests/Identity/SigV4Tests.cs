using System.Text;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Tests.Identity;

/// <summary>Signatures against AWS's published test suite (aws4_testsuite) and documentation.</summary>
public sealed class SigV4Tests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Date = "20150830T123600Z";

    [Theory]
    [InlineData("GET", "/", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/", "Param2=value2&Param1=value1", "", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("POST", "/", "", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("GET", "/%E1%88%B4", "", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    public void The_signature_is_that_of_AWS_s_test_suite(string method, string path, string query, string body, string signature)
    {
        // The suite signs paths once encoded, as S3 does; other services encode once more, so that only plain paths are comparable.
        var http = Message(method, Uri.UnescapeDataString(path), query, body);
        Assert.Equal(signature, SigV4.Sign(http, Authorization("host;x-amz-date", "service"), Date, Secret));
    }

    [Fact]
    public void The_path_is_encoded_once_more_than_it_was_sent()
    {
        var http = Message("GET", "/2015-03-31/functions/arn%3Aaws%3Alambda/configuration", "", "");
        Assert.Equal(
            "/2015-03-31/functions/arn%253Aaws%253Alambda/configuration", SigV4.CanonicalRequest(http, ["host"]).Split('\n')[1]);
    }

    [Fact]
    public void Query_parameters_are_sorted_by_their_encoded_names()
    {
        var http = Message("GET", "/", "b=2&a=%20x&a=%2F&c", "");
        Assert.Equal("a=%20x&a=%2F&b=2&c=", SigV4.CanonicalRequest(http, ["host"]).Split('\n')[2]);
    }

    [Fact]
    public void White_space_in_a_header_does_not_count()
    {
        var http = Message("GET", "/", "", "") with
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Host"] = "  a   b " },
        };
        Assert.Equal("host:a b", SigV4.CanonicalRequest(http, ["host"]).Split('\n')[3]);
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=K/20150830/r/lambda/aws4_request, SignedHeaders=host, Signature=s", true)]
    [InlineData("AWS4-HMAC-SHA256 Credential=K/20150830/r/lambda/aws4_request,SignedHeaders=host,Signature=s", true)]
    [InlineData("AWS4-HMAC-SHA256 Credential=K/20150830/r/lambda, SignedHeaders=host, Signature=s", false)]
    [InlineData("AWS4-HMAC-SHA256 Credential=K/20150830/r/lambda/aws4_request, SignedHeaders=host", false)]
    [InlineData("Basic dGVzdA==", false)]
    public void Only_a_whole_header_is_read(string header, bool read) => Assert.Equal(read, SigV4Authorization.Parse(header) is not null);

    private static SigV4Authorization Authorization(string headers, string service) =>
        new("AKIDEXAMPLE", "20150830", "us-east-1", service, headers.Split(';'), "");

    private static HttpMessage Message(string method, string path, string query, string body) => new(
        method, path, query,
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Host"] = "example.amazonaws.com", ["X-Amz-Date"] = Date },
        Encoding.UTF8.GetBytes(body));
}
