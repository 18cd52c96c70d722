using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Logging;
using TemporalLambda.Runtime.Secrets;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace TemporalLambda.Runtime.Connections;

/// <summary>
/// The connection to Temporal, kept from one invocation to the next: connecting anew costs a warm start 10 to 100 ms. Between two
/// invocations Lambda freezes the process, and whatever the network did then shows only when the connection is used: so it is tried
/// before a worker polls by it.
/// </summary>
internal sealed class KeptClient(TemporalClientConnectOptions options, ConnectionSecrets secrets, TimeProvider time, ILogger logger)
{
    /// <summary>What connecting may take during init; Lambda allows ten seconds for all of it.</summary>
    public static readonly TimeSpan InitPatience = TimeSpan.FromSeconds(8);

    // Silence is what a connection looks like that a NAT gateway has dropped; waiting for the core's keep-alive takes 45 s.
    private static readonly TimeSpan ProbePatience = TimeSpan.FromMilliseconds(700);

    // By the clock on the wall, which goes on while the process is frozen.
    private static readonly TimeSpan JustNow = TimeSpan.FromSeconds(1);

    private TemporalClient? client;
    private DateTimeOffset seenAlive;
    private bool suspect;

    /// <summary>Connects, or hands out the kept connection, of which only <see cref="IsAliveAsync"/> says whether it still is one.</summary>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TemporalConnectionException">There is no connection within that time.</exception>
    public async Task<TemporalClient> GetAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (client is not null && suspect)
        {
            logger.ConnectionReplaced(options.TargetHost);
            client = null;
        }

        if (client is null)
        {
            client = await ConnectAsync(patience, cancellationToken);
            suspect = false;
            seenAlive = time.GetUtcNow();
        }

        return client;
    }

    /// <summary>Tries the connection that was handed out.</summary>
    /// <returns>Whether it lives; otherwise it is replaced at its next use.</returns>
    public async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - seenAlive is var age && age >= TimeSpan.Zero && age < JustNow)
        {
            return true;
        }

        try
        {
            await client!.WorkflowService.GetSystemInfoAsync(
                new(), new RpcOptions { Retry = false, Timeout = ProbePatience, CancellationToken = cancellationToken });
            seenAlive = time.GetUtcNow();
            return true;
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            Suspect();
            return false;
        }
    }

    /// <summary>Has the connection replaced before its next use.</summary>
    public void Suspect() => suspect = true;

    private async Task<TemporalClient> ConnectAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var connected = await ConnectAsync(cancellationToken).WaitAsync(patience, time, cancellationToken);
            logger.Connected(options.TargetHost, options.Namespace, time.GetElapsedTime(started).TotalMilliseconds);
            return connected;
        }
        catch (TimeoutException exception)
        {
            throw new TemporalConnectionException(
                $"Temporal at '{options.TargetHost}' did not answer within {patience.TotalSeconds:0.#} s: check TEMPORAL_ADDRESS and the function's network.",
                exception);
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException or ArgumentException)
        {
            throw new TemporalConnectionException(
                $"No connection to Temporal at '{options.TargetHost}', namespace '{options.Namespace}': {exception.Message}", exception);
        }
    }

    private async Task<TemporalClient> ConnectAsync(CancellationToken cancellationToken)
    {
        await secrets.CompleteAsync(options, cancellationToken);
        return await TemporalClient.ConnectAsync(options);
    }
}
