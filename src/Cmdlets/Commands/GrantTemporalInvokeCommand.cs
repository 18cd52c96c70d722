using System.Management.Automation;
using TemporalLambda.Aws;
using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Stacks;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Stages;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Lets Temporal invoke a function: the IAM role that it assumes, protected by an External ID.</summary>
/// <remarks>
/// <para>The role may get and invoke the one function, in every version, and trusts Temporal's identities only while they present the
/// External ID. That is generated, kept in the role and found again. A role that is there is extended: what others granted stays.</para>
/// <para>With Temporal Cloud in the partition aws the identities are known, and so are the sandbox's. Any other Temporal server has an
/// identity of its own, which -TemporalPrincipalArn names.</para>
/// </remarks>
/// <example>
/// <code>$worker | Grant-TemporalInvoke</code>
/// Lets Temporal Cloud invoke a published worker.
/// </example>
/// <example>
/// <code>$worker | Grant-TemporalInvoke -TemporalPrincipalArn arn:aws:iam::123456789012:role/temporal-server</code>
/// Lets a Temporal server of your own invoke it.
/// </example>
/// <example>
/// <code>$worker | Grant-TemporalInvoke -StackName temporal-invoke</code>
/// Does it through a CloudFormation stack.
/// </example>
/// <example>
/// <code>($worker | Grant-TemporalInvoke -TemplatePath ./invoke-role.yaml).Command</code>
/// Writes the role's template for an administrator and shows the command to run.
/// </example>
/// <example>
/// <code>$worker | Grant-TemporalInvoke -InvokeRoleArn arn:aws:iam::123456789012:role/temporal-invoke</code>
/// Checks a role that an administrator made, and goes on with it.
/// </example>
/// <example>
/// <code>Get-LMFunction my-worker | Grant-TemporalInvoke -RoleName temporal-workers -WhatIf</code>
/// Tells what it takes for a function that exists already, with a role that several functions share.
/// </example>
[Cmdlet(VerbsSecurity.Grant, "TemporalInvoke", SupportsShouldProcess = true, DefaultParameterSetName = OwnRole)]
[OutputType(typeof(GrantedWorker), typeof(InvokeRoleTemplateFile))]
public sealed class GrantTemporalInvokeCommand : DeploymentCmdlet
{
    private const string Source = "Publish-TemporalLambdaWorker";
    private const string OwnRole = "Role";
    private const string GivenRole = "GivenRole";
    private const string InStack = "Stack";

    /// <summary>The function's ARN; with a version in it the whole function is granted all the same.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("LambdaFunctionArn", "LambdaFunctionARNs")]
    public string? FunctionArn { get; set; }

    /// <summary>The function's name, where its ARN is not at hand.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? FunctionName { get; set; }

    /// <summary>
    /// What Temporal has to present: 5 to 45 characters of a-z, A-Z, 0-9 and _+=,.@-. Default: the one that the role has, else a new one.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AssumeRoleExternalId")]
    public string? ExternalId { get; set; }

    /// <summary>The role; one that exists is extended. Default: the function's own, FunctionName-temporal-invoke.</summary>
    [Parameter(ParameterSetName = OwnRole)]
    [Parameter(ParameterSetName = InStack)]
    public string? RoleName { get; set; }

    /// <summary>The path of a role that is created, beginning and ending with a slash.</summary>
    [Parameter(ParameterSetName = OwnRole)]
    [Parameter(ParameterSetName = InStack)]
    public string? RolePath { get; set; }

    /// <summary>The ARN of the policy that bounds what the role may do, where your account asks for one.</summary>
    [Parameter(ParameterSetName = OwnRole)]
    [Parameter(ParameterSetName = InStack)]
    public string? PermissionsBoundary { get; set; }

    /// <summary>A role that an administrator made: trust, External ID and permissions are checked, and nothing is changed.</summary>
    [Parameter(ParameterSetName = GivenRole, Mandatory = true)]
    public string? InvokeRoleArn { get; set; }

    /// <summary>
    /// Does it through this CloudFormation stack: it is created, or the function is added to it. A stack of Temporal's own template is taken
    /// too. With -TemplatePath it is the stack's name in the command that is written.
    /// </summary>
    [Parameter(ParameterSetName = InStack)]
    [ValidateNotNullOrEmpty]
    public string? StackName { get; set; }

    /// <summary>
    /// Only writes the role's CloudFormation template to this file, for an administrator, with the command that creates its stack on top.
    /// </summary>
    [Parameter(ParameterSetName = InStack)]
    [ValidateNotNullOrEmpty]
    public string? TemplatePath { get; set; }

    /// <summary>
    /// The IAM identities that the Temporal server runs as; a role session's ARN is taken as its role's. Default: Temporal Cloud's, or the
    /// sandbox's.
    /// </summary>
    [Parameter]
    [Alias("TemporalIamRoleArn")]
    public string[]? TemporalPrincipalArn { get; set; }

    /// <summary>
    /// Adds the given External ID beside another one that the role has for the same identities. Nothing is replaced, but with -StackName, whose
    /// template has place for one alone: versions that are registered with the old one have to be registered again then.
    /// </summary>
    [Parameter(ParameterSetName = OwnRole)]
    [Parameter(ParameterSetName = InStack)]
    public SwitchParameter Force { get; set; }

    // A role or stack that functions share is changed by one at a time; a role of a function's own never meets another.
    /// <inheritdoc/>
    private protected override string? SideBySideBy => StageRecord.IsPlanned(InputObject)
        ? null
        : Given(StackName) ?? Given(RoleName) ?? Given(FunctionArn) ?? Given(FunctionName) ?? StageRecord.Name(InputObject);

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        if (Given(ExternalId) is { } externalId)
        {
            ExternalIds.Check(externalId);
        }

        GrantedWorker record = CarryOn<GrantedWorker>();
        FunctionArn function = Aws.FunctionArn.Parse(await FindArnAsync(record, cancellationToken));
        WantedGrant wanted = new()
        {
            FunctionArn = function.Unqualified,
            Principals = await PrincipalsAsync(function, cancellationToken),
            RoleName = Given(RoleName),
            RolePath = Given(RolePath),
            PermissionsBoundary = Given(PermissionsBoundary),
            ExternalId = Given(ExternalId),
            DeploymentName = record.DeploymentName,
            Namespace = Namespace ?? Session.TemporalDefaults.Namespace,
            Force = Force,
        };

        if (Given(TemplatePath) is not null)
        {
            await WriteTemplateAsync(wanted, function, cancellationToken);
            return;
        }

        AwsSession aws = await OpenAwsAsync(cancellationToken);
        (GrantResult result, IReadOnlyList<Change> changes, bool done) = ParameterSetName switch
        {
            InStack when Given(StackName) is not null => await GrantInStackAsync(aws, wanted, function, cancellationToken),
            GivenRole => (await new GivenInvokeRole(aws, Pipeline).CheckAsync(InvokeRoleArn!, wanted, cancellationToken), [], !StageRecord.IsPlanned(InputObject)),
            _ => await GrantAsync(aws, wanted, function, cancellationToken),
        };

        record.FunctionName = function.Name;
        record.FunctionArn = function.Unqualified;
        record.InvokeRoleArn = result.InvokeRoleArn;
        record.ExternalId = result.ExternalId;
        Emit(record, changes, done);
    }

    private async Task<(GrantResult Result, IReadOnlyList<Change> Changes, bool Done)> GrantAsync(
        AwsSession aws, WantedGrant wanted, FunctionArn function, CancellationToken cancellationToken)
    {
        GrantDeployment stage = new(aws, Pipeline);
        GrantPlan plan = await stage.PlanAsync(wanted, cancellationToken);
        bool done = await ConfirmPlanAsync(plan.Changes, function.Name, cancellationToken);
        return (done ? await stage.ApplyAsync(plan, cancellationToken) : plan.Expected, plan.Changes, done);
    }

    private async Task<(GrantResult Result, IReadOnlyList<Change> Changes, bool Done)> GrantInStackAsync(
        AwsSession aws, WantedGrant wanted, FunctionArn function, CancellationToken cancellationToken)
    {
        StackGrant stage = new(aws, Pipeline);
        StackGrantPlan plan = await stage.PlanAsync(StackName!, wanted, cancellationToken);
        bool done = await ConfirmPlanAsync(plan.Changes, function.Name, cancellationToken);
        return (done ? await stage.ApplyAsync(plan, cancellationToken) : plan.Expected, plan.Changes, done);
    }

    private async Task WriteTemplateAsync(WantedGrant wanted, FunctionArn function, CancellationToken cancellationToken)
    {
        TemplateFile file = TemplateFile.Plan(await ResolvePathAsync(TemplatePath!, cancellationToken), Given(StackName), wanted);
        bool done = await ConfirmPlanAsync(file.Changes, function.Name, cancellationToken);
        if (done && file.Changes.Count > 0)
        {
            await file.WriteAsync(cancellationToken);
        }

        InvokeRoleTemplateFile record = CarryOn<InvokeRoleTemplateFile>();
        record.FunctionName = function.Name;
        record.FunctionArn = function.Unqualified;
        record.InvokeRoleArn = file.Expected.InvokeRoleArn;
        record.ExternalId = file.Expected.ExternalId;
        record.TemplatePath = file.Path;
        record.Command = file.Command;

        // There is no role before the administrator has run the command.
        record.IsPlanned = true;
        Emit(record, file.Changes, done);
    }

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private async Task<string> FindArnAsync(GrantedWorker record, CancellationToken cancellationToken)
    {
        string? arn = Given(FunctionArn) ?? Given(record.FunctionArn);
        if (arn is not null || Given(FunctionName) is not { } name)
        {
            return Require(arn, nameof(FunctionArn), Source);
        }

        AwsSession aws = await OpenAwsAsync(cancellationToken);
        FunctionConfiguration found = await aws.Lambda.GetFunctionConfigurationAsync(name, null, cancellationToken);
        return found.FunctionArn;
    }

    private async Task<IReadOnlyList<string>> PrincipalsAsync(FunctionArn function, CancellationToken cancellationToken)
    {
        if (TemporalPrincipalArn is { Length: > 0 })
        {
            return TemporalPrincipals.Resolve(TemporalPrincipalArn, connectionIsCloud: false, function.Parts.Partition);
        }

        // The sandbox's Temporal server has a user of its own there.
        if (Session.Sandbox?.Record is { EndpointUrl: { } sandbox, TemporalPrincipalArn: { } principal }
            && (await OpenAwsAsync(cancellationToken)).EndpointUrl == new Uri(sandbox))
        {
            return [principal];
        }

        bool cloud = (await OpenTemporalAsync(cancellationToken)).IsCloud;
        return TemporalPrincipals.Resolve(null, cloud, function.Parts.Partition);
    }
}
