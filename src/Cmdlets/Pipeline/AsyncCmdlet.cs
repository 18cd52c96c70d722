using System.Management.Automation;
using TemporalLambda.Cmdlets.Errors;

namespace TemporalLambda.Cmdlets.Pipeline;

/// <summary>
/// The base of every cmdlet. Work runs asynchronously off the pipeline thread and writes through <see cref="Pipeline"/>; Ctrl+C cancels
/// its token. A <see cref="StageException"/> becomes an error record: of one input in <see cref="ProcessAsync"/>, so that the next one
/// goes on, and of the whole command in <see cref="BeginAsync"/> and <see cref="EndAsync"/>.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<AsyncCmdlet> _waiting = [];
    private PipelinePump? _pipeline;

    /// <summary>What the work writes through.</summary>
    protected PipelinePump Pipeline => _pipeline ?? throw new InvalidOperationException("There is no pipeline outside of begin, process and end.");

    /// <summary>Work before the first input. What fails here ends the command.</summary>
    protected virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Work for one input. What fails here is an error of this input.</summary>
    protected virtual Task ProcessAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// What the work for this input must not be shared with: inputs are worked on side by side once all are there, but those of the same
    /// thing one after another. Null: each input as it comes.
    /// </summary>
    private protected virtual string? SideBySideBy => null;

    /// <summary>Whether this input is worked on beside others.</summary>
    private protected bool IsOneOfMany { get; private set; }

    /// <summary>Hands on what the work for this input gave, when it is its turn.</summary>
    private protected virtual void Release()
    {
    }

    /// <summary>Work after the last input. What fails here ends the command.</summary>
    protected virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        OnPipelineThread();
        RunTerminating(BeginAsync);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        // Plans are shown in order.
        if (SideBySideBy is null || IsWhatIf)
        {
            Run(ProcessInputAsync);
            return;
        }

        // A copy keeps this input's parameters: PowerShell binds the next one's to the same object.
        AsyncCmdlet copy = (AsyncCmdlet)MemberwiseClone();
        copy.IsOneOfMany = true;
        _waiting.Add(copy);
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        if (_waiting.Count > 0)
        {
            Run((pipeline, cancellationToken) => SideBySide.RunAsync(
                _waiting, input => input.SideBySideBy!, input => input.ProcessInputAsync(pipeline, cancellationToken), input => input.Release(), cancellationToken));
        }

        RunTerminating(EndAsync);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>What has to be taken from PowerShell's own thread, before any work begins.</summary>
    private protected virtual void OnPipelineThread()
    {
    }

    /// <summary>Turns a file system path of the user into a full one, from PowerShell's current location and drives.</summary>
    /// <param name="path">As the user gave it; it need not exist.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    protected Task<string> ResolvePathAsync(string path, CancellationToken cancellationToken) =>
        Pipeline.AskAsync(cmdlet => cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path), cancellationToken);

    /// <summary>
    /// Shows a plan and asks whether it may be done: with -WhatIf a line a change and the answer no, with -Confirm one question for all.
    /// An empty plan asks nothing.
    /// </summary>
    /// <param name="changes">The plan.</param>
    /// <param name="target">What the plan as a whole is about, for the question.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>Whether to do it.</returns>
    protected Task<bool> ConfirmAsync(IReadOnlyList<Change> changes, string target, CancellationToken cancellationToken) =>
        Pipeline.AskAsync(cmdlet => PlanConfirmation.Ask((AsyncCmdlet)cmdlet, changes, target, plannedOnly: false), cancellationToken);

    /// <summary>Whether -WhatIf, or the preference variable of that name, is in force.</summary>
    protected internal bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    private async Task ProcessInputAsync(PipelinePump pipeline, CancellationToken cancellationToken)
    {
        _pipeline = pipeline;
        try
        {
            await ProcessAsync(cancellationToken);
        }
        catch (StageException e)
        {
            pipeline.Error(ErrorRecords.From(e));
        }
    }

    private void RunTerminating(Func<CancellationToken, Task> work)
    {
        try
        {
            Run((_, cancellationToken) => work(cancellationToken));
        }
        catch (StageException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
    }

    private void Run(Func<PipelinePump, CancellationToken, Task> work)
    {
        try
        {
            PipelinePump.Run(
                this,
                (pump, cancellationToken) =>
                {
                    _pipeline = pump;
                    FlowReporter.Use(pump);
                    return work(pump, cancellationToken);
                },
                _stop);
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (e is not (StageException or PipelineStoppedException or RuntimeException))
        {
            ThrowTerminatingError(ErrorRecords.Unexpected(e));
        }
        finally
        {
            _pipeline = null;
        }
    }
}
