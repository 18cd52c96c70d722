using System.Collections.Concurrent;
using System.Management.Automation;

namespace TemporalLambda.Cmdlets.Pipeline;

/// <summary>
/// Carries what off-thread work wants to say to the pipeline thread, the only one that may touch the cmdlet. The one object that
/// asynchronous code writes through.
/// </summary>
public sealed class PipelinePump : IStageReporter, IDisposable
{
    private readonly BlockingCollection<Action<PSCmdlet>> _actions = [];
    private readonly ConcurrentDictionary<string, int> _activities = new(StringComparer.Ordinal);

    /// <summary>Writes one object to the pipeline.</summary>
    public void Write(object value) => Post(cmdlet => cmdlet.WriteObject(value));

    /// <summary>Writes an error that ends neither the command nor the pipeline.</summary>
    public void Error(ErrorRecord error) => Post(cmdlet => cmdlet.WriteError(error));

    /// <inheritdoc/>
    public void Verbose(string message) => Post(cmdlet => cmdlet.WriteVerbose(message));

    /// <inheritdoc/>
    public void Information(string message) => Post(cmdlet => cmdlet.WriteInformation(new InformationRecord(message, cmdlet.MyInvocation.MyCommand.Name)));

    /// <inheritdoc/>
    public void Warning(string message) => Post(cmdlet => cmdlet.WriteWarning(message));

    /// <inheritdoc/>
    public void Progress(StageProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        int id = _activities.GetOrAdd(progress.Activity, _ => _activities.Count + 1);
        var record = new ProgressRecord(id, progress.Activity, progress.Status.Length == 0 ? " " : progress.Status)
        {
            PercentComplete = progress.PercentComplete,
            RecordType = progress.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        };
        Post(cmdlet => cmdlet.WriteProgress(record));
    }

    /// <summary>Asks on the pipeline thread, for example ShouldProcess, and waits for the answer without blocking that thread.</summary>
    public Task<T> AskAsync<T>(Func<PSCmdlet, T> question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(cmdlet =>
        {
            try
            {
                answer.SetResult(question(cmdlet));
            }
            catch (Exception e)
            {
                answer.SetException(e);
                throw;
            }
        });
        return answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Runs <paramref name="work"/> off the pipeline thread and everything it posts on it, until the work is over.</summary>
    /// <param name="cmdlet">The cmdlet whose pipeline thread calls this.</param>
    /// <param name="work">The work; it sees <paramref name="stop"/>'s token.</param>
    /// <param name="stop">Cancelled here when writing fails, as it does when a later command wants no more objects.</param>
    internal static void Run(PSCmdlet cmdlet, Func<PipelinePump, CancellationToken, Task> work, CancellationTokenSource stop)
    {
        using var pump = new PipelinePump();
        Task task = Task.Run(() => work(pump, stop.Token), CancellationToken.None);
        _ = task.ContinueWith(_ => pump._actions.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            foreach (Action<PSCmdlet> action in pump._actions.GetConsumingEnumerable())
            {
                action(cmdlet);
            }
        }
        catch
        {
            stop.Cancel();
            task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
            throw;
        }

        task.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => _actions.Dispose();

    private void Post(Action<PSCmdlet> action)
    {
        try
        {
            _actions.Add(action);
        }
        catch (InvalidOperationException)
        {
            // The command is over: a late line from a connection's background thread has nobody to read it.
        }
    }
}
