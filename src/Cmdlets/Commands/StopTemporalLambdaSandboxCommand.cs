using System.Management.Automation;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Pipeline;
using TemporalLambda.Cmdlets.Sandbox;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Ends a sandbox with its functions and its Temporal server.</summary>
/// <remarks>
/// <para>The session's AWS and Temporal connections are again what they were before. One that has ended already is no error.</para>
/// </remarks>
/// <example>
/// <code>Stop-TemporalLambdaSandbox</code>
/// Ends the sandbox of this session.
/// </example>
/// <example>
/// <code>$sandbox | Stop-TemporalLambdaSandbox</code>
/// Ends the sandbox of a record, for example in a finally block.
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "TemporalLambdaSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopTemporalLambdaSandboxCommand : AsyncCmdlet
{
    private ModuleSession _session = null!;

    /// <summary>The record of Start-TemporalLambdaSandbox. Default: the sandbox of this session.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public LambdaSandbox? Sandbox { get; set; }

    /// <inheritdoc/>
    private protected override void OnPipelineThread() => _session = ModuleSession.Current();

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        SandboxSession? running = Sandbox is null ? _session.Sandbox : SandboxSession.Find(Sandbox.ProcessId);
        if (running is null)
        {
            Pipeline.Verbose("There is no sandbox to stop.");
            return;
        }

        string target = running.Record.EndpointUrl!;
        Change[] plan = [new("StopSandbox", target, $"Stop the sandbox at {target} with everything that is in it.")];
        if (await ConfirmAsync(plan, target, cancellationToken))
        {
            await running.CloseAsync();
            Pipeline.Verbose($"The sandbox at {target} has ended.");
        }
    }
}
