using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TemporalLambda.Runtime.Configuration;
using TemporalLambda.Runtime.Logging;
using Temporalio.Extensions.Hosting;

namespace TemporalLambda.Runtime.Hosting;

/// <summary>A Temporal worker on Lambda as a service of a host.</summary>
public static class LambdaWorkerServiceCollectionExtensions
{
    private const string Name = "TemporalLambda";

    /// <summary>
    /// Runs a worker in this host: in Lambda by speaking the Runtime API, elsewhere as an ordinary worker. Workflows, and activities and
    /// Nexus services with injected dependencies, are added to what it returns, as with Temporalio.Extensions.Hosting. When the worker
    /// ends, the host stops; if it could not start, the process's exit code is 1.
    /// </summary>
    /// <remarks>
    /// TEMPORAL_* settings are read from the host's configuration, of which environment variables are a part. Logging writes the lines of
    /// the runtime (JSON in Lambda, text elsewhere) instead of the providers that were there; add others after this call.
    /// </remarks>
    /// <example>
    /// <code>
    /// var builder = Host.CreateApplicationBuilder(args);
    /// builder.Services.AddSingleton&lt;IGreeter, Greeter&gt;();
    /// builder.Services.AddTemporalLambdaWorker()
    ///     .AddWorkflow&lt;GreetingWorkflow&gt;()
    ///     .AddScopedActivities&lt;GreetingActivities&gt;();
    /// await builder.Build().RunAsync();
    /// </code>
    /// </example>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes what the runtime itself offers: idle timeout, shutdown hooks, connection. Null for the defaults.</param>
    public static ITemporalWorkerServiceOptionsBuilder AddTemporalLambdaWorker(
        this IServiceCollection services, Action<IServiceProvider, LambdaWorkerBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new TemporalWorkerServiceOptionsBuilder(Name, services);
        var settings = options.ConfigureOptions().Configure(LambdaWorkerBuilder.ApplyDefaults);
        services.AddSingleton(provider => new FunctionEnvironment(Variables(provider.GetRequiredService<IConfiguration>())));
        services.AddSingleton(provider => new LogContext { FunctionVersion = provider.GetRequiredService<FunctionEnvironment>().FunctionVersion });
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton<ILoggerProvider, LineLoggerProvider>();
        services.AddHostedService(provider => new LambdaWorkerService(
            () =>
            {
                var worker = provider.GetRequiredService<IOptionsMonitor<TemporalWorkerServiceOptions>>().Get(settings.Name);
                var builder = new LambdaWorkerBuilder(worker);
                configure?.Invoke(provider, builder);
                return builder;
            },
            provider.GetRequiredService<FunctionEnvironment>(),
            provider.GetRequiredService<LogContext>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<IHostApplicationLifetime>()));
        return options;
    }

    private static Dictionary<string, string> Variables(IConfiguration configuration) => configuration.AsEnumerable()
        .Where(setting => setting.Value is not null)
        .ToDictionary(setting => setting.Key, setting => setting.Value!, StringComparer.OrdinalIgnoreCase);
}
