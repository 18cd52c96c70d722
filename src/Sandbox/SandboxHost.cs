using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox;

/// <summary>Lambda, IAM, STS and CloudWatch Logs on one port of loopback.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxHost(WebApplication app, SandboxServices services)
    {
        _app = app;
        Services = services;
    }

    /// <summary>The address of all services.</summary>
    public Uri Endpoint => Services.Endpoint;

    /// <summary>What the part that runs functions works with.</summary>
    public SandboxServices Services { get; }

    /// <summary>Starts to listen; the invoker is made once the address is known.</summary>
    public static async Task<SandboxHost> StartAsync(
        SandboxOptions options, Func<SandboxServices, IFunctionInvoker> createInvoker, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, options.Port));
        var app = builder.Build();
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var services = new SandboxServices(options, new Uri(address), null!, null!);
        _ = createInvoker(services);
        return new SandboxHost(app, services);
    }

    /// <summary>Stops listening and removes the data folder.</summary>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
