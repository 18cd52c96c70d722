using Amazon.Util;

namespace TemporalLambda.Aws.Access;

/// <summary>The metadata service of EC2, as far as this house asks for it: whether it is there at all.</summary>
internal static class InstanceMetadata
{
    // On an instance it answers within a millisecond; anywhere else the address leads nowhere, or to something else that listens there.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether the metadata service gives a token, as every instance's does. Takes a second at most.</summary>
    public static async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        if (!EC2InstanceMetadata.IsIMDSEnabled)
        {
            return false;
        }

        using SocketsHttpHandler direct = new() { UseProxy = false };
        using HttpClient client = new(direct) { Timeout = Patience };
        using HttpRequestMessage request = new(HttpMethod.Put, EC2InstanceMetadata.EC2ApiTokenUrl);
        request.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "60");
        try
        {
            using HttpResponseMessage answer = await client.SendAsync(request, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
