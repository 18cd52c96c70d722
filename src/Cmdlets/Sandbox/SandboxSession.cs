using System.Collections.Concurrent;
using TemporalLambda.Aws;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Sandbox;

/// <summary>
/// A sandbox as the default connection of a PowerShell session, and what the session's defaults were before. All running ones are known,
/// so that one is found by its record, and all end with the module.
/// </summary>
internal sealed class SandboxSession
{
    private static readonly ConcurrentDictionary<int, SandboxSession> Running = new();

    private readonly SandboxProcess _process;
    private readonly ModuleSession _session;
    private readonly AwsOptions _awsBefore;
    private readonly TemporalOptions _temporalBefore;
    private readonly AwsOptions _aws;
    private readonly TemporalOptions _temporal;

    private SandboxSession(SandboxProcess process, ModuleSession session, LambdaSandbox record)
    {
        (_process, _session, Record) = (process, session, record);
        (_awsBefore, _temporalBefore) = (session.AwsDefaults, session.TemporalDefaults);
        SandboxReady ready = process.Ready;
        _aws = new AwsOptions { EndpointUrl = ready.EndpointUrl, Region = ready.Region, AccessKey = ready.AccessKey, SecretKey = ready.SecretKey };
        _temporal = new TemporalOptions { Address = ready.TemporalAddress, Namespace = ready.Namespace, IsSelfContained = true };
    }

    /// <summary>What the user has of it.</summary>
    public LambdaSandbox Record { get; }

    /// <summary>Makes a running sandbox the session's default.</summary>
    public static SandboxSession Open(SandboxProcess process, ModuleSession session, LambdaSandbox record)
    {
        var opened = new SandboxSession(process, session, record);
        Running[process.Id] = opened;
        (session.AwsDefaults, session.TemporalDefaults, session.Sandbox) = (opened._aws, opened._temporal, opened);
        return opened;
    }

    /// <summary>The running sandbox of a record, or null.</summary>
    public static SandboxSession? Find(int processId) => Running.GetValueOrDefault(processId);

    /// <summary>Ends all of this process.</summary>
    public static void StopAll() => Task.WhenAll(Running.Values.Select(sandbox => sandbox.CloseAsync())).GetAwaiter().GetResult();

    /// <summary>Ends it. The session gets back what it had before, unless it was connected elsewhere since.</summary>
    public async Task CloseAsync()
    {
        Running.TryRemove(Record.ProcessId, out _);
        if (ReferenceEquals(_session.AwsDefaults, _aws))
        {
            _session.AwsDefaults = _awsBefore;
        }

        if (ReferenceEquals(_session.TemporalDefaults, _temporal))
        {
            _session.TemporalDefaults = _temporalBefore;
        }

        if (_session.Sandbox == this)
        {
            _session.Sandbox = null;
        }

        await _process.StopAsync();
    }
}
