using System.Management.Automation;
using TemporalLambda.Aws.Removal;
using TemporalLambda.Cmdlets.Completion;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Removes a Worker Deployment Version, or the drained ones that nobody needs any more.</summary>
/// <remarks>
/// <para>A version that gets traffic is never removed, and -Keep and -OlderThan never remove the one that -Rollback would go back to. A version
/// that drains is waited for: open workflows are pinned to it, and only its own function completes them. Then its workers have to stop
/// polling, which the server sees five minutes after the last poll.</para>
/// <para>What is gone already is no error, so an interrupted command is just run again. Names are exact; wildcards are not taken.</para>
/// <para>The published version of the function that Temporal invoked goes along, once its work is drained: unless an alias points at it,
/// another version of this or another deployment of the namespace has it invoked, or the function is not this module's. What stays is told by
/// -Verbose. Where other deployments have more than 500 versions with a function, these are not asked and the published versions stay. AWS is
/// not asked for versions without a function, nor with -KeepLambdaVersion.</para>
/// </remarks>
/// <example>
/// <code>Remove-TemporalWorkerDeploymentVersion orders 3f9c1a2b</code>
/// Removes one version once it is drained and not polled any more.
/// </example>
/// <example>
/// <code>Remove-TemporalWorkerDeploymentVersion orders -Keep 5 -OlderThan 7.00:00:00</code>
/// Removes drained versions that got no traffic for a week, except for the five newest.
/// </example>
/// <example>
/// <code>Get-TemporalWorkerDeployment 'shop-*' | Remove-TemporalWorkerDeploymentVersion -Keep 3 -WhatIf</code>
/// Tells which versions of several deployments would go.
/// </example>
[Cmdlet(VerbsCommon.Remove, "TemporalWorkerDeploymentVersion", SupportsShouldProcess = true, DefaultParameterSetName = VersionSet)]
[OutputType(typeof(VersionDescription))]
public sealed class RemoveTemporalWorkerDeploymentVersionCommand : DeploymentCmdlet
{
    private const string VersionSet = "Version";
    private const string PruneSet = "Prune";

    // For all that is piped, so that other deployments are asked once.
    private FunctionUse? _use;

    /// <summary>The Worker Deployment's name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeploymentNameCompleter))]
    public string? DeploymentName { get; set; }

    /// <summary>The build id of the version.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = VersionSet)]
    [ArgumentCompleter(typeof(BuildIdCompleter))]
    public string? BuildId { get; set; }

    /// <summary>Removes the drained versions except for so many of the newest.</summary>
    [Parameter(ParameterSetName = PruneSet)]
    [ValidateRange(0, 10000)]
    public int? Keep { get; set; }

    /// <summary>Removes the drained versions that got no traffic for longer than this.</summary>
    [Parameter(ParameterSetName = PruneSet)]
    public TimeSpan? OlderThan { get; set; }

    /// <summary>Does not wait for drainage: workflows that are pinned to the version are never completed. Needs -Force.</summary>
    [Parameter(ParameterSetName = VersionSet)]
    public SwitchParameter SkipDrainage { get; set; }

    /// <summary>Confirms -SkipDrainage.</summary>
    [Parameter(ParameterSetName = VersionSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the published versions of the function.</summary>
    [Parameter]
    public SwitchParameter KeepLambdaVersion { get; set; }

    /// <summary>How long to wait for each version, in seconds, until it is drained and its workers have stopped polling.</summary>
    [Parameter]
    [ValidateRange(0, 604800)]
    public int TimeoutSeconds { get; set; } = 600;

    /// <summary>Emits the removed versions.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // One that broke has been replaced.
    private FunctionUse Use(TemporalConnection connection) =>
        _use is { } use && ReferenceEquals(use.Connection, connection) ? use : _use = new(connection);

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        string deployment = Require(DeploymentName, nameof(DeploymentName), "Get-TemporalWorkerDeployment");
        if (SkipDrainage && !Force)
        {
            throw TemporalErrors.SkipDrainageNeedsForce(deployment);
        }

        WantedVersionRemoval wanted = new(deployment)
        {
            BuildId = ParameterSetName == PruneSet ? null : Require(BuildId, nameof(BuildId), "Get-TemporalWorkerDeploymentVersion"),
            Keep = Keep,
            OlderThan = OlderThan,
            SkipDrainage = SkipDrainage,
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        };
        TemporalConnection connection = await OpenTemporalAsync(cancellationToken);
        VersionRemoval removal = new(connection);
        VersionRemovalPlan plan = await removal.PlanAsync(wanted, cancellationToken);
        VersionFunctions functions = KeepLambdaVersion || plan.Changes.Count == 0
            ? VersionFunctions.None : await removal.FunctionsAsync(plan, Use(connection), cancellationToken);
        PublishedVersionRemoval? published = functions.Removed.Count == 0 ? null : new(await OpenAwsAsync(cancellationToken));
        PublishedVersionPlan along = published is null ? PublishedVersionPlan.Nothing
            : await published.PlanAsync([.. functions.Removed.Values.SelectMany(arns => arns)], functions.Kept, cancellationToken);
        foreach (string note in along.Notes)
        {
            Pipeline.Verbose(note);
        }

        if (!await ConfirmPlanAsync([.. plan.Changes, .. along.Changes], deployment, cancellationToken))
        {
            return;
        }

        HashSet<string> drained = [];
        foreach (VersionRemovalChange change in plan.Changes.Cast<VersionRemovalChange>())
        {
            await removal.RemoveAsync(plan, change, () => RemovePublishedAsync(change.Version.BuildId), cancellationToken);
            if (PassThru)
            {
                Pipeline.Write(change.Version);
            }
        }

        // One that several of the versions have invoked goes with the last of them.
        async Task RemovePublishedAsync(string buildId)
        {
            drained.Add(buildId);
            foreach (PublishedVersionChange version in along.Changes.Where(version => functions.Removed
                .Where(pair => pair.Value.Contains(version.QualifiedArn)).All(pair => drained.Contains(pair.Key))
                && functions.Removed.GetValueOrDefault(buildId)?.Contains(version.QualifiedArn) == true))
            {
                await published!.RemoveAsync(version, cancellationToken);
            }
        }
    }
}
