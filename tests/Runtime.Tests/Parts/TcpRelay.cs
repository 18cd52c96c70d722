using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace TemporalLambda.Runtime.Tests.Parts;

/// <summary>Stands between a worker and its server as a network does: passes on, resets, or silently swallows.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<Socket, bool> sockets = new();
    private readonly string host;
    private readonly int port;
    private readonly Task accepting;
    private volatile int swallowedGeneration;
    private volatile int generation;

    public TcpRelay(string target)
    {
        (host, port) = (target.Split(':')[0], int.Parse(target.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>How long what the server sends is on its way.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Connections that were ever made through it.</summary>
    public int Connections { get; private set; }

    /// <summary>Resets all connections; new ones are passed on.</summary>
    public void Reset()
    {
        foreach (var socket in sockets.Keys)
        {
            // Closing without lingering is a reset.
            socket.Close(0);
        }
    }

    /// <summary>
    /// From now on the present connections are silent: what is sent into them vanishes, and the far side believes them closed, as behind a
    /// gateway that forgot them. New ones are passed on.
    /// </summary>
    public void SwallowPresent()
    {
        swallowedGeneration = ++generation;
        foreach (var (socket, isFar) in sockets)
        {
            if (isFar)
            {
                socket.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        Reset();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptSocketAsync(stop.Token);
                Connections++;
                var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                near.NoDelay = true;
                await far.ConnectAsync(host, port, stop.Token);
                var own = generation;
                sockets[near] = false;
                sockets[far] = true;
                _ = PassOnAsync(near, far, own, TimeSpan.Zero);
                _ = PassOnAsync(far, near, own, Latency);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassOnAsync(Socket from, Socket to, int own, TimeSpan latency)
    {
        var buffer = new byte[16 * 1024];
        var underWay = Task.CompletedTask;
        try
        {
            while (await from.ReceiveAsync(buffer, stop.Token) is > 0 and var count)
            {
                underWay = ArriveAsync(underWay, buffer.AsSpan(0, count).ToArray(), to, own, Task.Delay(latency, stop.Token));
                if (latency == TimeSpan.Zero)
                {
                    await underWay;
                }
            }

            await underWay;
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Reset, or the test is over.
        }
        finally
        {
            if (!IsSwallowed(own))
            {
                to.Dispose();
                from.Dispose();
            }
        }
    }

    private async Task ArriveAsync(Task before, byte[] bytes, Socket to, int own, Task delay)
    {
        await before;
        await delay;
        if (!IsSwallowed(own))
        {
            await to.SendAsync(bytes, stop.Token);
        }
    }

    private bool IsSwallowed(int own) => own < swallowedGeneration;
}
