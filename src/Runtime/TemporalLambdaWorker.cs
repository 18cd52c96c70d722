using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Configuration;
using TemporalLambda.Runtime.Connections;
using TemporalLambda.Runtime.Invocations;
using TemporalLambda.Runtime.Logging;
using Temporalio.Worker;

namespace TemporalLambda.Runtime;

/// <summary>A Temporal worker in a Lambda function.</summary>
public sealed class TemporalLambdaWorker
{
    private static readonly TimeSpan LittleWork = TimeSpan.FromSeconds(5);

    private readonly WorkerConfiguration configuration;
    private readonly LogContext logContext;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly KeptClient client;

    private TemporalLambdaWorker(WorkerConfiguration configuration, LogContext logContext, ILoggerFactory loggerFactory, TimeProvider time)
    {
        this.configuration = configuration;
        this.logContext = logContext;
        this.time = time;
        logger = loggerFactory.CreateLogger("TemporalLambda");
        client = new KeptClient(configuration.Connection, configuration.Secrets, time, logger);
    }

    internal WorkerConfiguration Configuration => configuration;

    /// <summary>
    /// Runs the worker: in Lambda by speaking the Runtime API until the environment ends, elsewhere as an ordinary worker until Ctrl+C.
    /// </summary>
    /// <remarks>
    /// If the worker cannot start (a setting is missing, Temporal cannot be reached), Lambda is told so, one line is logged, and the
    /// process's exit code is 1.
    /// </remarks>
    /// <param name="configure">Says what the worker runs.</param>
    /// <param name="cancellationToken">Stops the worker.</param>
    public static async Task RunAsync(Action<LambdaWorkerBuilder> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var environment = new FunctionEnvironment();
        var context = new LogContext { FunctionVersion = environment.FunctionVersion };
        using var output = Console.OpenStandardOutput();
        using var loggerFactory = WorkerLog.Create(environment, output, context, TimeProvider.System);
        var exitCode = await WorkerProcess.RunAsync(
            () => LambdaWorkerBuilder.Configured(configure), environment, context, loggerFactory, TimeProvider.System, cancellationToken);
        if (exitCode != 0)
        {
            Environment.ExitCode = exitCode;
        }
    }

    /// <summary>
    /// Makes a worker for a function that another bootstrap hosts; it passes each invocation to
    /// <see cref="HandleAsync">HandleAsync</see>. Make it once, outside the handler: it keeps its connection from call to call.
    /// </summary>
    /// <example>
    /// <code>
    /// var worker = TemporalLambdaWorker.Create(worker => worker.AddWorkflow&lt;GreetingWorkflow&gt;());
    /// await LambdaBootstrapBuilder
    ///     .Create((Stream _, ILambdaContext context) => worker.HandleAsync(context.AwsRequestId, context.InvokedFunctionArn, context.RemainingTime))
    ///     .Build().RunAsync();
    /// </code>
    /// </example>
    /// <exception cref="WorkerConfigurationException">Something is missing or does not fit together.</exception>
    public static TemporalLambdaWorker Create(Action<LambdaWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var environment = new FunctionEnvironment();
        var context = new LogContext { FunctionVersion = environment.FunctionVersion };
        return Create(
            LambdaWorkerBuilder.Configured(configure),
            environment,
            WorkerLog.Create(environment, Console.OpenStandardOutput(), context, TimeProvider.System),
            context,
            TimeProvider.System);
    }

    /// <summary>
    /// Works for one invocation: until nothing has run for the idle timeout, or the deadline is nearer than the shutdown buffer. Returns
    /// before the deadline, whatever the worker, its hooks or the server do.
    /// </summary>
    /// <param name="requestId">Lambda's id of the invocation; the worker's identity is made of it.</param>
    /// <param name="invokedFunctionArn">The ARN that was invoked.</param>
    /// <param name="timeLeft">What is left until Lambda's deadline.</param>
    /// <param name="cancellationToken">Stops the worker early.</param>
    /// <exception cref="InvalidOperationException">The time left is not more than the shutdown buffer, or the worker failed.</exception>
    /// <exception cref="TemporalConnectionException">Temporal cannot be reached.</exception>
    public async Task HandleAsync(string requestId, string invokedFunctionArn, TimeSpan timeLeft, CancellationToken cancellationToken = default)
    {
        var budget = new DeadlineBudget(time, timeLeft, configuration.ShutdownBuffer, configuration.ShutdownHooks.Count > 0);
        logContext.RequestId = requestId;
        try
        {
            if (budget.WorkLeft <= TimeSpan.Zero)
            {
                throw new InvalidOperationException(
                    $"Lambda remaining time is too low to start a Temporal worker: {timeLeft.TotalSeconds:0.0} s are left, of which "
                    + $"{configuration.ShutdownBuffer.TotalSeconds:0.0} s are kept for its shutdown. Give the function a longer timeout.");
            }

            if (budget.WorkLeft < LittleWork)
            {
                logger.LittleTime(budget.WorkLeft.TotalSeconds);
            }

            try
            {
                await WorkAsync($"{requestId}@{invokedFunctionArn}", budget, cancellationToken);
            }
            finally
            {
                await ShutdownHooks.RunAsync(configuration.ShutdownHooks, () => budget.HooksLeft, time, logger);
            }
        }
        finally
        {
            logContext.RequestId = null;
        }
    }

    internal static TemporalLambdaWorker Create(
        LambdaWorkerBuilder builder, FunctionEnvironment environment, ILoggerFactory loggerFactory, LogContext context, TimeProvider time)
    {
        CertificateBundle.Mend();
        var configuration = builder.Build(environment);
        context.Deployment = configuration.Version?.DeploymentName;
        context.BuildId = configuration.Version?.BuildId;
        configuration.Worker.LoggerFactory ??= loggerFactory;
        configuration.Connection.LoggerFactory = configuration.Worker.LoggerFactory;
        configuration.Connection.Runtime ??= CoreRuntime.Start(loggerFactory.CreateLogger("Temporal core"));
        return new TemporalLambdaWorker(configuration, context, loggerFactory, time);
    }

    /// <summary>Connects ahead of the first invocation.</summary>
    internal Task ConnectAsync(CancellationToken cancellationToken) => client.GetAsync(KeptClient.InitPatience, cancellationToken);

    /// <summary>Runs as an ordinary worker until cancelled.</summary>
    internal async Task RunUntilCancelledAsync(CancellationToken cancellationToken)
    {
        var connection = await client.GetAsync(KeptClient.InitPatience, cancellationToken);
        if (configuration is { MakesVersionCurrent: true, Version: { } own })
        {
            await LocalVersion.MakeCurrentAsync(connection, own, cancellationToken);
        }

        using var worker = new TemporalWorker(connection, configuration.Worker);
        logger.RunsOutsideLambda(
            configuration.Worker.TaskQueue,
            configuration.Connection.TargetHost,
            configuration.Connection.Namespace,
            configuration.Version is { } version ? $"version {version.ToCanonicalString()}" : "unversioned");
        try
        {
            await worker.ExecuteAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // How a worker ends that was told to.
        }
    }

    private async Task WorkAsync(string identity, DeadlineBudget budget, CancellationToken cancellationToken)
    {
        WorkerRun? started;
        do
        {
            started = await StartAsync(identity, budget, cancellationToken);
        }
        while (started is null);

        using var run = started;
        var reason = await run.WorkAsync(configuration.IdleTimeout, cancellationToken);
        var stopped = await run.StopAsync(reason);
        if (!stopped || reason == StopReason.Failed)
        {
            client.Suspect();
        }

        await run.ThrowIfFailedAsync();
        logger.WorkerStopped(budget.Elapsed.TotalSeconds, reason, run.TasksStarted);
    }

    /// <summary>Starts a worker while its connection is tried: both wait for the server once. It polls when the connection is known to live.</summary>
    /// <returns>Null if it does not: the next attempt makes another one.</returns>
    private async Task<WorkerRun?> StartAsync(string identity, DeadlineBudget budget, CancellationToken cancellationToken)
    {
        var connection = await client.GetAsync(budget.WorkLeft, cancellationToken);
        var alive = client.IsAliveAsync(cancellationToken);
        var options = (TemporalWorkerOptions)configuration.Worker.Clone();
        options.Identity = identity;
        var tally = new TaskTally(time);
        var isCounted = TalliedTuner.Apply(options, tally);
        if (!isCounted)
        {
            if (configuration.IdleTimeout > TimeSpan.Zero)
            {
                logger.IdleIsUnknown();
            }

            // Nothing holds such a worker's polls back.
            if (!await alive)
            {
                return null;
            }
        }

        var run = new WorkerRun(
            new TemporalWorker(connection, options),
            isCounted ? tally : null,
            new PollRecall(connection, identity, options.TaskQueue!),
            budget,
            time,
            logger);
        WorkerRun? polling = null;
        try
        {
            run.Start();
            if (await alive)
            {
                tally.Open();
                polling = run;
            }
        }
        finally
        {
            if (polling is null)
            {
                run.Abandon();
            }
        }

        return polling;
    }
}
