using System.Management.Automation;
using TemporalLambda.Cmdlets.Completion;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Gets Worker Deployments and where their traffic goes.</summary>
/// <remarks>
/// <para>Without a name, or with wildcards, the server's list is given, a hundred deployments a call: what is current, what ramps and what was
/// created last. A new deployment is in the list some moments after it was made.</para>
/// <para>A single name is described whole: all its versions, the version before, and who manages it.</para>
/// </remarks>
/// <example>
/// <code>Get-TemporalWorkerDeployment</code>
/// Lists the deployments of the namespace.
/// </example>
/// <example>
/// <code>(Get-TemporalWorkerDeployment orders).Versions</code>
/// Shows the versions of a deployment with their drainage.
/// </example>
/// <example>
/// <code>Get-TemporalWorkerDeployment 'shop-*' | Get-TemporalWorkerDeploymentVersion</code>
/// Gets all versions of several deployments.
/// </example>
[Cmdlet(VerbsCommon.Get, "TemporalWorkerDeployment")]
[OutputType(typeof(DeploymentDescription))]
public sealed class GetTemporalWorkerDeploymentCommand : TemporalCmdlet
{
    /// <summary>The Worker Deployment's name; wildcards are taken. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeploymentNameCompleter))]
    [SupportsWildcards]
    public string? DeploymentName { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        DeploymentReader reader = new(await OpenTemporalAsync(cancellationToken));
        foreach (DeploymentDescription deployment in await reader.DeploymentsAsync(NamePatterns.Filter(DeploymentName), cancellationToken))
        {
            Pipeline.Write(deployment);
        }
    }
}
