using System.Management.Automation;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Errors;
using TemporalLambda.Cmdlets.Stages;
using TemporalLambda.Cmdlets.Verification;
using TemporalLambda.Cmdlets.Verification.Reports;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Looks at a deployed worker from the connections to a workflow's result, and says what is wrong and what to do about it.</summary>
/// <remarks>
/// <para>Each check is one object: Name, Status (Passed, Warning, Failed or Skipped), Detail, Recommendation and Duration. Checks run side by
/// side; one whose ground is gone is skipped and names the check that failed. Without -WorkflowType nothing is changed.</para>
/// <para>A failed check is a result and no error. Use -Quiet for a Boolean that a script can act on.</para>
/// </remarks>
/// <example>
/// <code>$worker | Test-TemporalLambdaWorker -WorkflowType GreetingWorkflow -WorkflowInput World</code>
/// Checks the worker that a pipeline has deployed, and has it run a workflow.
/// </example>
/// <example>
/// <code>$worker | Test-TemporalLambdaWorker -ReportPath worker.md, worker.xml -FailFast</code>
/// Writes what was found for people and as JUnit results for a build service as well. The first failed check is an error, which ends the
/// script where $ErrorActionPreference is Stop, as build services set it.
/// </example>
/// <example>
/// <code>if (-not (Test-TemporalLambdaWorker -DeploymentName orders -Quiet)) { exit 1 }</code>
/// Ends a build step when something is wrong with the version that is current.
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "TemporalLambdaWorker")]
[OutputType(typeof(CheckResult), typeof(bool))]
public sealed class TestTemporalLambdaWorkerCommand : DeploymentCmdlet
{
    private readonly Lazy<Task<CheckReports>> _reports;

    /// <summary>A command whose reports are opened once, with the first worker.</summary>
    public TestTemporalLambdaWorkerCommand() => _reports = new(OpenReportsAsync);

    /// <summary>The Worker Deployment's name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? DeploymentName { get; set; }

    /// <summary>The build id of the version. Default: the deployment's current version, else the ramping one, else the newest.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string? BuildId { get; set; }

    /// <summary>The task queue; by default the record's, else the one in the function's environment.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TaskQueue { get; set; }

    /// <summary>A workflow to run to its end through the deployed worker.</summary>
    [Parameter]
    public string? WorkflowType { get; set; }

    /// <summary>The workflow's argument: a string, number, hashtable or any object; it is passed as JSON.</summary>
    [Parameter]
    public object? WorkflowInput { get; set; }

    /// <summary>How long the workflow may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>Only these checks, and those that they depend on; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CheckNameCompleter))]
    public string[]? Include { get; set; }

    /// <summary>All but these checks and those that depend on them; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CheckNameCompleter))]
    public string[]? Exclude { get; set; }

    /// <summary>Leaves out the check Package, which reads the whole package from Lambda.</summary>
    [Parameter]
    public SwitchParameter SkipPackage { get; set; }

    /// <summary>Ends with an error at the first failed check.</summary>
    [Parameter]
    public SwitchParameter FailFast { get; set; }

    /// <summary>Files to write the results to as well: JUnit for .xml, Markdown for .md. Several workers of a pipeline go into one file.</summary>
    [Parameter]
    public string[]? ReportPath { get; set; }

    /// <summary>Gives only a Boolean: whether no check failed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        RoutedWorker expected = CarryOn<RoutedWorker>();
        expected.DeploymentName = Require(DeploymentName, nameof(DeploymentName), "New-TemporalLambdaWorker");
        expected.BuildId = string.IsNullOrEmpty(BuildId) ? null : BuildId;
        expected.TaskQueue = TaskQueue ?? expected.TaskQueue;
        if (StageRecord.IsPlanned(InputObject))
        {
            Write(new CheckResult("Plan", CheckStatus.Skipped, "The record is only planned: there is nothing to look at.", "", TimeSpan.Zero, ""));
            return;
        }

        var target = new VerificationTarget(
            expected, () => OpenTemporalAsync(cancellationToken), () => OpenAwsAsync(cancellationToken), cancellationToken);
        WorkflowRequest? workflow = WorkflowType is null
            ? null
            : new WorkflowRequest(WorkflowType, Verification.WorkflowInput.ToJson(WorkflowInput), TimeSpan.FromSeconds(TimeoutSeconds));
        IReadOnlyList<string> exclude = [.. Exclude ?? [], .. SkipPackage ? [WorkerChecks.Package] : Array.Empty<string>()];
        IReadOnlyList<Check> checks = CheckSelection.Of(WorkerChecks.For(target, workflow), Include ?? [], exclude);
        await _reports.Value;
        List<CheckResult> results = [];
        await foreach (CheckResult result in CheckRun.RunAsync(checks, cancellationToken))
        {
            results.Add(result);
            Write(result);
            if (FailFast && result.Status == CheckStatus.Failed)
            {
                break;
            }
        }

        await (await _reports.Value).AddAsync(target.Name, results, cancellationToken);
        CheckResult? failed = results.Find(result => result.Status == CheckStatus.Failed);
        if (FailFast && failed is not null)
        {
            throw CmdletErrors.CheckFailed(failed.Name, failed.Detail, failed.Recommendation);
        }

        if (Quiet)
        {
            Pipeline.Write(failed is null);
        }
    }

    private void Write(CheckResult result)
    {
        if (Quiet)
        {
            Pipeline.Verbose(result.ToString());
        }
        else
        {
            Pipeline.Write(result);
        }
    }

    private async Task<CheckReports> OpenReportsAsync()
    {
        string[] paths = await Pipeline.AskAsync(
            cmdlet => (ReportPath ?? []).Select(cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath).ToArray(), CancellationToken.None);
        return CheckReports.Open(paths);
    }
}
