using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TemporalLambda.Sandbox.Execution;
using TemporalLambda.Sandbox.Iam;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Lambda;
using TemporalLambda.Sandbox.Logs;
using TemporalLambda.Sandbox.Parameters;
using TemporalLambda.Sandbox.Sts;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox;

/// <summary>Lambda, IAM, STS, CloudWatch Logs and Systems Manager's parameters on one port of loopback.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    // A request of Lambda's largest package and something more: what is larger is refused by the service, in its words.
    private const long LargestRequest = 100 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private SandboxHost(WebApplication app, CancellationTokenSource stopping, SandboxServices services) =>
        (_app, _stopping, Services) = (app, stopping, services);

    /// <summary>The address of all services.</summary>
    public Uri Endpoint => Services.Endpoint;

    /// <summary>What the part that runs functions works with.</summary>
    public SandboxServices Services { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Port, region, account, keys and data folder.</param>
    /// <param name="createInvoker">Makes the part that runs functions, once the address is known.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is taken, or the data folder cannot be made.</exception>
    public static async Task<SandboxHost> StartAsync(
        SandboxOptions options, Func<SandboxServices, IFunctionInvoker> createInvoker, CancellationToken cancellationToken)
    {
        var full = options with { DataFolder = Path.GetFullPath(options.DataFolder) };
        Directory.CreateDirectory(full.DataFolder);
        // The empty builder reads no settings and logs nothing: half the start-up time, and stdout belongs to the program.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, full.Port);
        });
        var app = builder.Build();
        var ready = new TaskCompletionSource<RequestDispatcher>(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Run(context => ServeAsync(context, ready.Task));
        var stopping = new CancellationTokenSource();
        try
        {
            await app.StartAsync(cancellationToken);
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            var (dispatcher, services) = Compose(full, new Uri(addresses.First()), createInvoker, new SandboxLifetime(stopping.Token));
            ready.SetResult(dispatcher);
            return new SandboxHost(app, stopping, services);
        }
        catch
        {
            await EndAsync(app, stopping, full);
            throw;
        }
    }

    /// <summary>Stops listening, cancels running invocations and removes the data folder.</summary>
    public ValueTask DisposeAsync() => EndAsync(_app, _stopping, Services.Options);

    private static async ValueTask EndAsync(WebApplication app, CancellationTokenSource stopping, SandboxOptions options)
    {
        await stopping.CancelAsync();
        await app.DisposeAsync();
        stopping.Dispose();
        RemoveDataFolder(options.DataFolder);
    }

    private static (RequestDispatcher Dispatcher, SandboxServices Services) Compose(
        SandboxOptions options, Uri endpoint, Func<SandboxServices, IFunctionInvoker> createInvoker, SandboxLifetime lifetime)
    {
        var time = options.Time;
        var roles = new RoleStore();
        var keys = new AccessKeys(options, roles, time);
        var authorizer = new Authorizer(roles, options, time);
        var logs = new LogStore(options, roles, authorizer, time);
        var services = new SandboxServices(options, endpoint, keys, logs);
        var invoker = createInvoker(services);
        var dispatcher = new RequestDispatcher(
            new RequestAuthenticator(keys, options.Region, time),
            new IamService(roles, keys, authorizer, options, time),
            new StsService(new RoleAssumption(roles, keys, authorizer, options), options),
            new LambdaService(options, roles, authorizer, invoker, lifetime, time),
            new LogsService(logs, authorizer),
            new ParametersService(options, authorizer, time),
            (invoker as FunctionInvoker)?.Ledger);
        return (dispatcher, services);
    }

    private static async Task ServeAsync(HttpContext context, Task<RequestDispatcher> ready)
    {
        string requestId = Guid.NewGuid().ToString();
        var http = await HttpTransport.ReadAsync(context);
        var answer = await (await ready).HandleAsync(http, requestId);
        await HttpTransport.WriteAsync(context, answer, requestId);
    }

    private static void RemoveDataFolder(string folder)
    {
        // A package may just be being unpacked, or a function that is ending write a last file.
        for (int attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && attempt < 20)
            {
                Thread.Sleep(50);
            }
        }
    }
}
