using System.Management.Automation;
using TemporalLambda.Cmdlets.Completion;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Gets Worker Deployment Versions: status, drainage, task queues, and the function that Temporal invokes.</summary>
/// <remarks>
/// <para>A listing takes one call for a hundred deployments and one for each of them, and tells status, times, drainage and the compute
/// provider's type. A single build id, or -Detailed, tells all: the task queues with backlog and rates, the compute configuration with function,
/// role, External ID and scaler, what the server's own check found (server 1.32), and what its worker controller last did and failed at.</para>
/// <para>The record's properties are the parameters of the cmdlets that register, route, test and remove, so it can be piped to them.</para>
/// </remarks>
/// <example>
/// <code>Get-TemporalWorkerDeploymentVersion orders</code>
/// Lists the versions of a deployment, the newest first.
/// </example>
/// <example>
/// <code>Get-TemporalWorkerDeploymentVersion orders 3f9c1a2b</code>
/// Shows all of one version: its function, role, scaler, task queues and last failure.
/// </example>
/// <example>
/// <code>Get-TemporalWorkerDeploymentVersion -Detailed | Where-Object ValidationError</code>
/// Finds the versions whose compute provider the server can not use.
/// </example>
[Cmdlet(VerbsCommon.Get, "TemporalWorkerDeploymentVersion")]
[OutputType(typeof(VersionDescription))]
public sealed class GetTemporalWorkerDeploymentVersionCommand : TemporalCmdlet
{
    /// <summary>The Worker Deployment's name; wildcards are taken. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeploymentNameCompleter))]
    [SupportsWildcards]
    public string? DeploymentName { get; set; }

    /// <summary>The build id; wildcards are taken. Default: all.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BuildIdCompleter))]
    [SupportsWildcards]
    public string? BuildId { get; set; }

    /// <summary>Tells all of each version, with some calls more for each.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        DeploymentReader reader = new(await OpenTemporalAsync(cancellationToken));
        IAsyncEnumerable<VersionDescription> versions = reader.VersionsAsync(
            NamePatterns.Filter(DeploymentName), NamePatterns.Filter(BuildId), Detailed, cancellationToken);
        await foreach (VersionDescription version in versions)
        {
            Pipeline.Write(version);
        }
    }
}
