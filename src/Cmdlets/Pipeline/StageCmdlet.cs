using System.Management.Automation;
using TemporalLambda.Cmdlets.Errors;
using TemporalLambda.Cmdlets.Stages;

namespace TemporalLambda.Cmdlets.Pipeline;

/// <summary>
/// The base of a pipeline stage. It takes any object, carries its properties on, and shows and confirms the stage's plan. Parameters that
/// a record may carry bind by property name and are never mandatory, so that a missing one is an error that says which stage carries it,
/// and no prompt in a script that nobody watches.
/// </summary>
public abstract class StageCmdlet : AsyncCmdlet
{
    /// <summary>The record of the stage before, or any object with properties of the parameters' names.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The piped object's properties, in this stage's record.</summary>
    protected T CarryOn<T>()
        where T : PackagedWorker, new() => StageRecord.CarryOn<T>(InputObject);

    /// <summary>
    /// Shows the plan and asks; a piped record that is itself only planned is treated as under -WhatIf, whatever the preference says.
    /// </summary>
    /// <returns>Whether to do it.</returns>
    protected Task<bool> ConfirmPlanAsync(IReadOnlyList<Change> changes, string target, CancellationToken cancellationToken) =>
        Pipeline.AskAsync(
            cmdlet => PlanConfirmation.Ask((AsyncCmdlet)cmdlet, changes, target, plannedOnly: StageRecord.IsPlanned(InputObject)), cancellationToken);

    /// <summary>A value that this stage cannot do without.</summary>
    /// <param name="value">What was bound.</param>
    /// <param name="parameter">The parameter's name, which is the record's property too.</param>
    /// <param name="source">The cmdlet whose record carries it.</param>
    /// <exception cref="StageException">There is no value.</exception>
    protected string Require(string? value, string parameter, string source) =>
        string.IsNullOrEmpty(value) ? throw CmdletErrors.MissingProperty(parameter, MyInvocation.MyCommand.Name, source) : value;
}
