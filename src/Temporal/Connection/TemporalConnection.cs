using System.Diagnostics;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>A connection to one namespace of a Temporal Service, of which is known what it can do. Safe for use from many threads.</summary>
public sealed class TemporalConnection
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private readonly TemporalClient _client;
    private readonly IStageReporter _reporter;

    private TemporalConnection(TemporalClient client, IStageReporter reporter, GetSystemInfoResponse info)
    {
        _client = client;
        _reporter = reporter;
        ServerVersion = info.ServerVersion;
        SupportsServerScaledDeployments = info.Capabilities?.ServerScaledDeployments ?? false;
    }

    /// <summary>Host and port of the frontend.</summary>
    public string Address => _client.Connection.Options.TargetHost!;

    /// <summary>The namespace.</summary>
    public string Namespace => _client.Options.Namespace;

    /// <summary>The identity that this client signs its changes with.</summary>
    public string Identity => _client.Connection.Options.Identity!;

    /// <summary>The service is Temporal Cloud.</summary>
    public bool IsCloud
    {
        get
        {
            string host = Address[..Address.LastIndexOf(':')];
            return host.EndsWith(".tmprl.cloud", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".api.temporal.io", StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>The server's version as it tells it, for example 1.32.1.</summary>
    public string ServerVersion { get; }

    /// <summary>The server has a worker controller, so that it can invoke workers itself.</summary>
    public bool SupportsServerScaledDeployments { get; }

    internal TemporalClient Client => _client;

    internal IStageReporter Reporter => _reporter;

    /// <summary>What is known of deployments that this connection has just changed.</summary>
    internal RoutingMemory KnownRouting { get; } = new(TimeProvider.System);

    /// <summary>Connects, asks what the server can do, and checks that the namespace exists.</summary>
    /// <param name="options">How to reach the service.</param>
    /// <param name="reporter">Where each remote call is told.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="StageException">The configuration can not be used, or the service can not be reached or refuses.</exception>
    public static async Task<TemporalConnection> OpenAsync(TemporalOptions options, IStageReporter reporter, CancellationToken cancellation)
    {
        TemporalClientConnectOptions connect = ConnectOptions.For(options);
        string address = connect.TargetHost!;
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(options.ConnectTimeout);
        reporter.Verbose($"Connecting to Temporal at {address}, namespace '{connect.Namespace}'.");
        long started = Stopwatch.GetTimestamp();
        try
        {
            TemporalClient client = await TemporalClient.ConnectAsync(connect).WaitAsync(bound.Token);
            RpcOptions rpc = new() { CancellationToken = bound.Token, Timeout = options.ConnectTimeout };
            Task<GetSystemInfoResponse> info = client.WorkflowService.GetSystemInfoAsync(new(), rpc);
            Task<DescribeNamespaceResponse> found = client.WorkflowService.DescribeNamespaceAsync(new() { Namespace = connect.Namespace }, rpc);
            await Task.WhenAll(info, found).WaitAsync(bound.Token);
            TemporalConnection connection = new(client, reporter, await info);
            reporter.Verbose($"Connected to Temporal {connection.ServerVersion} in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms.");
            return connection;
        }
        catch (Exception e) when (e is not StageException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw ConnectFailure.Explain(e, address, connect, options.ConnectTimeout);
        }
    }

    /// <exception cref="StageException">The server has no worker controller.</exception>
    internal void RequireWorkerController()
    {
        if (!SupportsServerScaledDeployments)
        {
            throw TemporalErrors.WorkerControllerMissing(Address, ServerVersion);
        }
    }

    /// <summary>
    /// One remote call, told by a verbose line. What any call can meet becomes a <see cref="StageException"/>; what depends on the call
    /// stays an <see cref="RpcException"/>.
    /// </summary>
    internal async Task<T> CallAsync<T>(
        string what, Func<WorkflowService, RpcOptions, Task<T>> call, CancellationToken cancellation, bool retry = true, TimeSpan? timeout = null)
    {
        long started = Stopwatch.GetTimestamp();
        string outcome = "cancelled";
        try
        {
            T result = await call(_client.WorkflowService, new() { CancellationToken = cancellation, Retry = retry, Timeout = timeout ?? CallTimeout })
                .WaitAsync(cancellation);
            outcome = "OK";
            return result;
        }
        catch (RpcException e)
        {
            cancellation.ThrowIfCancellationRequested();
            outcome = e.Code.ToString();
            throw CallFailure.Explain(e, what, this);
        }
        finally
        {
            _reporter.Verbose($"Temporal: {what}: {outcome} ({Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms).");
        }
    }
}
