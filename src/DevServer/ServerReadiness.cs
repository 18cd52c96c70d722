using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace TemporalLambda.DevServer;

/// <summary>The wait from a server's start until it serves.</summary>
internal static class ServerReadiness
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AnnouncementGrace = TimeSpan.FromSeconds(2);

    /// <summary>Waits; the server's version.</summary>
    /// <exception cref="StageException">The process ended, or did not answer in time.</exception>
    public static async Task<string> WaitAsync(
        ServerProcess process, string address, ServerOptions options, string path, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(options.StartTimeout);
        Task exit = process.WaitForExitAsync(end.Token);
        Task<string> answer = AnswerAsync(process, address, options.Namespace, end.Token);
        try
        {
            if (await Task.WhenAny(exit, answer) == answer || !process.HasExited)
            {
                string version = await answer;
                if (!process.HasExited)
                {
                    return version;
                }
            }

            await end.CancelAsync();
            throw DevServerErrors.ServerDiedAtStart(path, process.ExitCode, await process.LastLinesAsync());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            int seconds = (int)Stopwatch.GetElapsedTime(started).TotalSeconds;
            throw DevServerErrors.ServerNotReady(address, seconds, await process.LastLinesAsync());
        }
        finally
        {
            await answer.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static async Task<string> AnswerAsync(ServerProcess process, string address, string @namespace, CancellationToken cancellation)
    {
        await ListeningAsync(IPEndPoint.Parse(address), cancellation);
        while (true)
        {
            try
            {
                string version = await AskAsync(address, @namespace, cancellation);

                // Whoever answers may be another server that took the port first; a release that prints no address has to be trusted.
                await Task.WhenAny(process.Announced, Task.Delay(AnnouncementGrace, cancellation));
                cancellation.ThrowIfCancellationRequested();
                return version;
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private static async Task ListeningAsync(IPEndPoint frontend, CancellationToken cancellation)
    {
        while (true)
        {
            using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(frontend, cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private static async Task<string> AskAsync(string address, string @namespace, CancellationToken cancellation)
    {
        TemporalConnection connection = await TemporalConnection.ConnectAsync(new(address)).WaitAsync(cancellation);
        RpcOptions options = new() { CancellationToken = cancellation, Retry = false, Timeout = TimeSpan.FromSeconds(5) };
        GetSystemInfoResponse info = await connection.WorkflowService.GetSystemInfoAsync(new(), options);
        await connection.WorkflowService.DescribeNamespaceAsync(new() { Namespace = @namespace }, options);
        return info.ServerVersion;
    }
}
