using System.Management.Automation;
using TemporalLambda.Aws;
using TemporalLambda.Aws.Workers;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Stages;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Finds deployed workers in AWS again, as the records that the later stages take.</summary>
/// <remarks>
/// <para>Everything comes from AWS alone: the function's environment says which deployment, build and task queue it is of, its published
/// versions are its builds, and the invocation role has the External ID. Without a name, all workers of the region are given that this
/// module published.</para>
/// <para>The record is that of Grant-TemporalInvoke, so that it goes on to New-TemporalWorkerDeploymentVersion, Set-CurrentTemporalVersion,
/// Test-TemporalLambdaWorker and the cmdlets that read or remove.</para>
/// </remarks>
/// <example>
/// <code>Get-TemporalLambdaWorker</code>
/// Lists the region's workers, each with its newest build.
/// </example>
/// <example>
/// <code>Get-TemporalLambdaWorker orders -BuildId 3f9c1a2b | Set-CurrentTemporalVersion</code>
/// Goes back to an earlier build.
/// </example>
/// <example>
/// <code>Get-TemporalLambdaWorker -DeploymentName 'shop-*' | Test-TemporalLambdaWorker -Quiet</code>
/// Tests the workers of several deployments.
/// </example>
[Cmdlet(VerbsCommon.Get, "TemporalLambdaWorker")]
[OutputType(typeof(GrantedWorker))]
public sealed class GetTemporalLambdaWorkerCommand : AwsCmdlet
{
    /// <summary>The function's name or ARN, or a name with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string? FunctionName { get; set; }

    /// <summary>The Worker Deployment's name; wildcards are taken.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string? DeploymentName { get; set; }

    /// <summary>Only this build.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? BuildId { get; set; }

    /// <summary>Every published build of a function, the newest first, instead of the newest alone.</summary>
    [Parameter]
    public SwitchParameter AllBuilds { get; set; }

    /// <summary>The invocation role, where Grant-TemporalInvoke was told one. Default: the function's own, FunctionName-temporal-invoke.</summary>
    [Parameter]
    public string? RoleName { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        bool pattern = WildcardPattern.ContainsWildcardCharacters(FunctionName ?? "");
        WorkerQuery query = new()
        {
            FunctionName = pattern ? null : FunctionInput.NameOf(FunctionName, InputObject),
            Function = pattern ? Matcher(FunctionName!) : null,
            Deployment = DeploymentName is { Length: > 0 } ? Matcher(DeploymentName) : null,
            BuildId = BuildId is { Length: > 0 } ? BuildId : null,
            AllBuilds = AllBuilds,
            RoleName = RoleName is { Length: > 0 } ? RoleName : null,
        };
        AwsSession aws = await OpenAwsAsync(cancellationToken);
        await foreach (DeployedWorker worker in new WorkerInventory(aws, Pipeline).FindAsync(query, cancellationToken))
        {
            Pipeline.Write(Record(worker));
        }
    }

    // Temporal tells cases apart, PowerShell's patterns need not.
    private static Func<string, bool> Matcher(string pattern)
    {
        WildcardPattern wildcard = WildcardPattern.Get(pattern, WildcardOptions.CultureInvariant);
        return WildcardPattern.ContainsWildcardCharacters(pattern) ? wildcard.IsMatch : name => name == pattern;
    }

    private static GrantedWorker Record(DeployedWorker worker) => new()
    {
        DeploymentName = worker.DeploymentName,
        BuildId = worker.BuildId,
        TaskQueue = worker.TaskQueue,
        FunctionName = worker.FunctionName,
        FunctionArn = worker.FunctionArn,
        FunctionVersion = worker.Version.Version,
        QualifiedArn = worker.QualifiedArn,
        ExecutionRoleArn = worker.Version.Role,
        Runtime = worker.Version.Runtime,
        Handler = worker.Version.Handler,
        Architecture = worker.Version.Architectures is [string architecture, ..] ? architecture : null,
        Timeout = worker.Version.Timeout,
        MemorySize = worker.Version.MemorySize,
        PackageSha256 = worker.Version.CodeSha256,
        PackageSize = worker.Version.CodeSize,
        Fingerprint = worker.Fingerprint,
        InvokeRoleArn = worker.InvokeRoleArn,
        ExternalId = worker.ExternalId,
    };
}
