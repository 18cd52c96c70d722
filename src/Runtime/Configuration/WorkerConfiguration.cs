using TemporalLambda.Runtime.Secrets;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Worker;

namespace TemporalLambda.Runtime.Configuration;

/// <summary>A worker as its code and its environment define it: complete and checked.</summary>
internal sealed record WorkerConfiguration
{
    /// <summary>How to reach Temporal.</summary>
    public required TemporalClientConnectOptions Connection { get; init; }

    /// <summary>Where API key and certificate are read from for each connection.</summary>
    public ConnectionSecrets Secrets { get; init; } = new(null, null);

    /// <summary>The worker of every invocation, still without its identity and tuner.</summary>
    public required TemporalWorkerOptions Worker { get; init; }

    /// <summary>The version that the worker is of; null for an unversioned one, which only exists outside Lambda.</summary>
    public WorkerDeploymentVersion? Version { get; init; }

    /// <summary>Whether the worker makes that version current itself, as only one on a developer's machine does.</summary>
    public bool MakesVersionCurrent { get; init; }

    /// <summary>How long nothing must have run and come until an invocation ends; zero for never.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>How long before the deadline the worker stops.</summary>
    public required TimeSpan ShutdownBuffer { get; init; }

    /// <summary>What runs after the worker stopped, in order.</summary>
    public required IReadOnlyList<Func<CancellationToken, Task>> ShutdownHooks { get; init; }
}
