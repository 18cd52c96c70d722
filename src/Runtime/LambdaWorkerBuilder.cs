using System.Text.Json.Serialization;
using TemporalLambda.Runtime.Configuration;
using TemporalLambda.Runtime.Nexus;
using TemporalLambda.Runtime.Serialization;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Worker;

namespace TemporalLambda.Runtime;

/// <summary>Says what a worker runs and how. Every method returns the builder.</summary>
/// <example>
/// <code>
/// await TemporalLambdaWorker.RunAsync(worker => worker
///     .AddWorkflow&lt;GreetingWorkflow&gt;()
///     .AddActivity(Activities.Greet)
///     .IdleTimeout(TimeSpan.FromSeconds(2)));
/// </code>
/// </example>
public sealed class LambdaWorkerBuilder
{
    private readonly TemporalWorkerOptions worker;
    private readonly List<Action<TemporalWorkerOptions>> workerChanges = [];
    private readonly List<Action<TemporalClientConnectOptions>> clientChanges = [];
    private readonly List<Func<CancellationToken, Task>> shutdownHooks = [];
    private VersioningBehavior defaultVersioning = VersioningBehavior.AutoUpgrade;
    private TimeSpan idleTimeout = TimeSpan.FromSeconds(5);
    private TimeSpan shutdownBuffer = TimeSpan.FromSeconds(7);

    internal LambdaWorkerBuilder()
    {
        worker = new TemporalWorkerOptions();
        ApplyDefaults(worker);
    }

    /// <param name="worker">Options that others have made, the defaults for Lambda among them.</param>
    internal LambdaWorkerBuilder(TemporalWorkerOptions worker) => this.worker = worker;

    internal static LambdaWorkerBuilder Configured(Action<LambdaWorkerBuilder> configure)
    {
        var builder = new LambdaWorkerBuilder();
        configure(builder);
        return builder;
    }

    /// <summary>Adds a workflow.</summary>
    /// <typeparam name="T">A class with <c>[Workflow]</c>.</typeparam>
    public LambdaWorkerBuilder AddWorkflow<T>() => Change(() => worker.AddWorkflow<T>());

    /// <summary>Adds an activity: a method with <c>[Activity]</c>.</summary>
    public LambdaWorkerBuilder AddActivity(Delegate activity) => Change(() => worker.AddActivity(activity));

    /// <summary>Adds every method of an object's class that has <c>[Activity]</c>.</summary>
    /// <typeparam name="T">The class that has the methods.</typeparam>
    /// <param name="instance">What instance methods are called on; null for a class of static ones.</param>
    public LambdaWorkerBuilder AddAllActivities<T>(T? instance) => Change(() => worker.AddAllActivities(instance));

    /// <summary>
    /// Adds every static method of a class that has <c>[Activity]</c>. A NativeAOT worker starts some milliseconds faster with it than with
    /// <see cref="AddActivity"/>, which has to find out what method a delegate was made of.
    /// </summary>
    /// <param name="type">The class that has the methods.</param>
    public LambdaWorkerBuilder AddAllActivities(Type type) => Change(() => worker.AddAllActivities(type, null));

    /// <summary>Adds a Nexus service.</summary>
    /// <param name="serviceHandler">An instance of a class with <c>[NexusServiceHandler]</c>.</param>
    public LambdaWorkerBuilder AddNexusService(object serviceHandler) =>
        Change(() => NativeNexusService.Add(worker, serviceHandler));

    /// <summary>
    /// Changes any setting of the worker, after the defaults for Lambda and what the environment says. Worker versioning stays on, and
    /// the identity is the invocation's, whatever is set here.
    /// </summary>
    public LambdaWorkerBuilder ConfigureWorker(Action<TemporalWorkerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Change(() => workerChanges.Add(configure));
    }

    /// <summary>Changes any setting of the connection, after temporal.toml and TEMPORAL_* variables: data converter, interceptors, TLS.</summary>
    public LambdaWorkerBuilder ConfigureClient(Action<TemporalClientConnectOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Change(() => clientChanges.Add(configure));
    }

    /// <summary>
    /// Reads and writes workflow, activity and Nexus values by a context's source-generated code instead of reflection, which a NativeAOT
    /// worker does not have. The context lists their types, plain ones (string, numbers, Guid, times) apart; options of its
    /// <c>[JsonSourceGenerationOptions]</c> hold. Codec and failure converter stay as they are.
    /// </summary>
    /// <example>
    /// <code>
    /// [JsonSerializable(typeof(Order))]
    /// [JsonSerializable(typeof(List&lt;Order&gt;))]
    /// internal sealed partial class OrderJson : JsonSerializerContext;
    ///
    /// await TemporalLambdaWorker.RunAsync(worker => worker
    ///     .AddWorkflow&lt;OrderWorkflow&gt;()
    ///     .JsonContext(OrderJson.Default));
    /// </code>
    /// </example>
    public LambdaWorkerBuilder JsonContext(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ConfigureClient(client => client.DataConverter = client.DataConverter with { PayloadConverter = ContextConverter.Create(context) });
    }

    /// <summary>
    /// How long no task must have run or come until an invocation ends early. Default 5 s; zero keeps every invocation to its deadline.
    /// A workflow that waits for a timer or a signal is no running task; a long activity is one.
    /// </summary>
    public LambdaWorkerBuilder IdleTimeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        return Change(() => idleTimeout = timeout);
    }

    /// <summary>
    /// How long before the deadline the worker stops polling, so that running tasks, hooks and the answer have their time. Default 7 s.
    /// </summary>
    public LambdaWorkerBuilder ShutdownBuffer(TimeSpan buffer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buffer, TimeSpan.Zero);
        return Change(() => shutdownBuffer = buffer);
    }

    /// <summary>
    /// How long running activities may go on once the worker stops, before they are cancelled. Default 5 s, at most three quarters of
    /// the shutdown buffer.
    /// </summary>
    public LambdaWorkerBuilder GracefulShutdownTimeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        return Change(() => worker.GracefulShutdownTimeout = timeout);
    }

    /// <summary>What workflows do that declare no versioning behavior of their own. Default AutoUpgrade.</summary>
    public LambdaWorkerBuilder DefaultVersioning(VersioningBehavior behavior) => Change(() => defaultVersioning = behavior);

    /// <summary>
    /// Adds what runs at the end of each invocation, after the worker stopped: flush telemetry, close files. Hooks run in order; each
    /// has its share of the time left, and one that fails or takes too long is logged, and the next one runs.
    /// </summary>
    public LambdaWorkerBuilder OnShutdown(Func<CancellationToken, Task> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Change(() => shutdownHooks.Add(hook));
    }

    /// <summary>What every Temporal SDK's Lambda worker sets (2026-09): little memory, few connections, one invocation at a time.</summary>
    internal static void ApplyDefaults(TemporalWorkerOptions worker)
    {
        worker.MaxConcurrentActivities = 2;
        worker.MaxConcurrentWorkflowTasks = 10;
        worker.MaxConcurrentLocalActivities = 2;
        worker.MaxConcurrentNexusTasks = 5;
        worker.MaxConcurrentWorkflowTaskPolls = 2;
        worker.MaxConcurrentActivityTaskPolls = 1;
        worker.MaxConcurrentNexusTaskPolls = 1;
        worker.MaxCachedWorkflows = 30;
        worker.GracefulShutdownTimeout = TimeSpan.FromSeconds(5);
        worker.DisableEagerActivityExecution = true;
    }

    /// <exception cref="WorkerConfigurationException">Something is missing or does not fit together.</exception>
    internal WorkerConfiguration Build(FunctionEnvironment environment)
    {
        ReflectedJson.Keep();
        var connection = ConnectionConfiguration.Load(environment);
        clientChanges.ForEach(change => change(connection));
        ConnectionConfiguration.Complete(connection, environment);

        worker.TaskQueue = environment.TaskQueue;
        workerChanges.ForEach(change => change(worker));
        var version = VersionFrom(environment);
        worker.TaskQueue ??= environment.IsLambda
            ? throw new WorkerConfigurationException("No task queue: set TEMPORAL_TASK_QUEUE, or TaskQueue in ConfigureWorker.")
            : version?.DeploymentName ?? FunctionEnvironment.ProgramName;
        if (worker.Workflows.Count == 0 && worker.Activities.Count == 0 && worker.NexusServices.Count == 0)
        {
            throw new WorkerConfigurationException("The worker has nothing to run: add a workflow, an activity or a Nexus service.");
        }

        // The server refuses every completion of such a workflow by an unversioned worker, and the workflow would hang.
        var isOwnVersion = false;
        if (version is null && worker.Workflows.FirstOrDefault(one => one.VersioningBehavior is not (null or VersioningBehavior.Unspecified)) is { } versioned)
        {
            isOwnVersion = LocalVersion.IsFor(connection.TargetHost!);
            version = isOwnVersion ? LocalVersion.Name : throw new WorkerConfigurationException(
                $"Workflow {versioned.Name} declares a versioning behavior, so its worker needs a version: set TEMPORAL_LAMBDA_DEPLOYMENT_NAME and "
                + "TEMPORAL_LAMBDA_BUILD_ID, and make that version current.");
        }

        worker.DeploymentOptions = version is null
            ? null
            : new WorkerDeploymentOptions(version, useWorkerVersioning: true) { DefaultVersioningBehavior = defaultVersioning };
        var longestGrace = shutdownBuffer * 0.75;
        if (environment.IsLambda && worker.GracefulShutdownTimeout > longestGrace)
        {
            worker.GracefulShutdownTimeout = longestGrace;
        }

        return new WorkerConfiguration
        {
            Connection = connection,
            Secrets = ConnectionConfiguration.Secrets(connection, environment, TimeProvider.System),
            Worker = worker,
            Version = version,
            MakesVersionCurrent = isOwnVersion,
            IdleTimeout = idleTimeout,
            ShutdownBuffer = shutdownBuffer,
            ShutdownHooks = shutdownHooks,
        };
    }

    private static WorkerDeploymentVersion? VersionFrom(FunctionEnvironment environment) =>
        (environment.DeploymentName, environment.BuildId) switch
        {
            ({ } name, { } buildId) => new WorkerDeploymentVersion(name, buildId),
            (null, null) when !environment.IsLambda => null,
            (null, _) => throw new WorkerConfigurationException("No deployment name: set TEMPORAL_LAMBDA_DEPLOYMENT_NAME."),
            (_, null) => throw new WorkerConfigurationException("No build id: set TEMPORAL_LAMBDA_BUILD_ID."),
        };

    private LambdaWorkerBuilder Change(Action change)
    {
        change();
        return this;
    }
}
