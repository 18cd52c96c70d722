using System.Net.Sockets;
using Amazon.Util;

namespace TemporalLambda.Aws.Access;

/// <summary>The metadata service of EC2, as far as this house asks for it: whether it is there at all.</summary>
internal static class InstanceMetadata
{
    // On an instance it answers within a millisecond; anywhere else the address leads nowhere.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether something accepts connections at the metadata endpoint. Takes a second at most.</summary>
    public static async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        if (!EC2InstanceMetadata.IsIMDSEnabled)
        {
            return false;
        }

        Uri endpoint = new(EC2InstanceMetadata.ServiceEndpoint);
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Patience);
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(endpoint.Host.Trim('[', ']'), endpoint.Port, bound.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
