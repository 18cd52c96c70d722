using System.Diagnostics;
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
    private long _started;
    private List<PackagedWorker>? _held;

    /// <summary>The record of the stage before, or any object with properties of the parameters' names.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The piped object's properties, in this stage's record.</summary>
    protected T CarryOn<T>()
        where T : PackagedWorker, new() => StageRecord.CarryOn<T>(InputObject);

    /// <summary>Writes this stage's record, with what it changed and how long it took added to what the record carries.</summary>
    /// <param name="record">The record, made by <see cref="CarryOn{T}"/> and completed.</param>
    /// <param name="changes">This stage's plan.</param>
    /// <param name="done">Whether the plan was done; a record that was not is marked <see cref="PackagedWorker.IsPlanned"/>.</param>
    protected void Emit(PackagedWorker record, IReadOnlyList<Change> changes, bool done)
    {
        record.Changes = [.. record.Changes, .. changes];
        record.Stages = [.. record.Stages, new StageTiming(MyInvocation.MyCommand.Name, Stopwatch.GetElapsedTime(_started), done ? changes.Count : 0)];
        record.IsPlanned |= !done;
        if (IsOneOfMany)
        {
            (_held ??= []).Add(record);
        }
        else
        {
            Pipeline.Write(record);
        }
    }

    /// <inheritdoc/>
    private protected sealed override void Release()
    {
        foreach (PackagedWorker record in _held ?? [])
        {
            Pipeline.Write(record);
        }
    }

    /// <inheritdoc/>
    protected sealed override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        _started = Stopwatch.GetTimestamp();
        string activity = MyInvocation.MyCommand.Name;
        Pipeline.Progress(new StageProgress(activity, StageRecord.Name(InputObject)));
        try
        {
            await ProcessStageAsync(cancellationToken);
        }
        finally
        {
            Pipeline.Progress(new StageProgress(activity, "", Completed: true));
        }
    }

    /// <summary>The stage for one record: read and plan, <see cref="ConfirmPlanAsync"/>, do, <see cref="Emit"/>.</summary>
    protected abstract Task ProcessStageAsync(CancellationToken cancellationToken);

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
