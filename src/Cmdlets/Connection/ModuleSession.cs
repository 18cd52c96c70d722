using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using TemporalLambda.Aws;
using TemporalLambda.Cmdlets.Pipeline;
using TemporalLambda.Cmdlets.Sandbox;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Connection;

/// <summary>What a PowerShell session remembers between cmdlets: the defaults of its connections, and the open ones.</summary>
internal sealed class ModuleSession
{
    private static readonly ConditionalWeakTable<Runspace, ModuleSession> Sessions = [];

    private readonly SessionCache<AwsOptions, AwsSession> _aws = new(
        "AWS_", (options, cancellationToken) => AwsSession.OpenAsync(options, FlowReporter.Instance, cancellationToken));

    private readonly SessionCache<TemporalOptions, TemporalConnection> _temporal = new(
        "TEMPORAL_", (options, cancellationToken) => TemporalConnection.OpenAsync(options, FlowReporter.Instance, cancellationToken));

    /// <summary>How to reach Temporal where a cmdlet is not told: Connect-TemporalService or the sandbox sets it.</summary>
    public TemporalOptions TemporalDefaults { get; set; } = new();

    /// <summary>How to reach AWS where a cmdlet is not told: the sandbox sets it.</summary>
    public AwsOptions AwsDefaults { get; set; } = new();

    /// <summary>The sandbox that the session has started and not stopped.</summary>
    public SandboxSession? Sandbox { get; set; }

    /// <summary>The session of the pipeline thread that calls.</summary>
    public static ModuleSession Current() => Sessions.GetValue(Runspace.DefaultRunspace, _ => new ModuleSession());

    /// <summary>An open session with AWS; the same one for equal options.</summary>
    public Task<AwsSession> OpenAwsAsync(AwsOptions options, CancellationToken cancellationToken) => _aws.GetAsync(options, cancellationToken);

    /// <summary>An open connection to Temporal; the same one for equal options.</summary>
    public Task<TemporalConnection> OpenTemporalAsync(TemporalOptions options, CancellationToken cancellationToken) =>
        _temporal.GetAsync(options, cancellationToken);
}
