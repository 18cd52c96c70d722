using System.Net.Sockets;
using System.Security.Cryptography;
using TemporalLambda.DevServer;
using TemporalLambda.Sandbox.Execution;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Processes;

namespace TemporalLambda.Sandbox.Supervision;

/// <summary>All parts of a sandbox, running: the AWS services, what runs functions, and the Temporal server.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    private readonly SandboxHost _host;
    private readonly FunctionInvoker _invoker;
    private readonly TemporalDevServer? _temporal;

    private RunningSandbox(SandboxHost host, FunctionInvoker invoker, TemporalDevServer? temporal, ReadyLine.ReadyData ready)
    {
        _host = host;
        _invoker = invoker;
        _temporal = temporal;
        Ready = ready;
    }

    /// <summary>What clients need.</summary>
    internal ReadyLine.ReadyData Ready { get; }

    internal static async Task<RunningSandbox> StartAsync(string folder, SandboxArguments arguments, CancellationToken cancellationToken)
    {
        var options = new SandboxOptions
        {
            Port = arguments.Port,
            Region = arguments.Region,
            AccessKeyId = NewKeyId(),
            SecretAccessKey = NewSecret(),
            TemporalAccessKeyId = NewKeyId(),
            TemporalSecretAccessKey = NewSecret(),
            DataFolder = folder,
        };
        FunctionInvoker? invoker = null;
        SandboxHost? host = null;
        try
        {
            host = await SandboxHost.StartAsync(options, services => invoker = new FunctionInvoker(services), cancellationToken);
            var temporal = arguments.HasTemporal ? await StartTemporalAsync(host, arguments, cancellationToken) : null;
            return new RunningSandbox(host, invoker!, temporal, new ReadyLine.ReadyData(
                host.Endpoint.ToString().TrimEnd('/'),
                options.AccessKeyId,
                options.SecretAccessKey,
                options.Region,
                options.AccountId,
                temporal?.Address,
                temporal?.Namespace,
                temporal is null ? null : AccessKeys.TemporalUserArn(options),
                ProcessTable.ReadEntry(Environment.ProcessId)!.Value.ParentId,
                folder));
        }
        catch (Exception failure)
        {
            await EndAsync(host, invoker, null);
            if (failure is IOException or SocketException && arguments.Port != 0)
            {
                throw SandboxErrors.SandboxPortTaken(arguments.Port, failure);
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync(_host, _invoker, _temporal);

    private static Task<TemporalDevServer> StartTemporalAsync(
        SandboxHost host, SandboxArguments arguments, CancellationToken cancellationToken) =>
        TemporalDevServer.StartAsync(
            new ServerOptions
            {
                CliPath = arguments.TemporalCliPath,
                Namespace = arguments.Namespace,
                Environment = TemporalVariables.For(host.Services),
            },
            cancellationToken);

    private static string NewKeyId() => "AKIA" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(30));

    // The server first: its controller would invoke again what ends.
    private static async ValueTask EndAsync(SandboxHost? host, FunctionInvoker? invoker, TemporalDevServer? temporal)
    {
        if (temporal is not null)
        {
            await temporal.DisposeAsync();
        }

        if (invoker is not null)
        {
            await invoker.DisposeAsync();
        }

        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }
}
