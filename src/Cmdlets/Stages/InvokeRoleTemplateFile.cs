namespace TemporalLambda;

/// <summary>
/// A grant that is only written down for an administrator: what Grant-TemporalInvoke -TemplatePath emits. It is planned: later stages show
/// what they would do.
/// </summary>
public sealed class InvokeRoleTemplateFile : GrantedWorker
{
    /// <summary>The CloudFormation template.</summary>
    public string? TemplatePath { get; set; }

    /// <summary>The command that creates its stack, with the AWS CLI in bash or PowerShell, run in the template's folder.</summary>
    public string? Command { get; set; }
}
