namespace TemporalLambda.Runtime.Invocations;

/// <summary>
/// Counts what the worker is doing: tasks that run, and polls that wait for one. Temporal's core reports both through the slot
/// suppliers: a poll holds a slot without a task, a task marks it used.
/// </summary>
internal sealed class TaskTally(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lastChange = time.GetTimestamp();
    private int running;
    private int waiting;
    private long started;
    private bool open;

    /// <summary>When polls may begin.</summary>
    public Task Opened => opened.Task;

    /// <summary>Tasks that run now.</summary>
    public int Running
    {
        get
        {
            lock (gate)
            {
                return running;
            }
        }
    }

    /// <summary>Slots held by polls that have brought no task yet.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting;
            }
        }
    }

    /// <summary>Tasks that ever began.</summary>
    public long Started
    {
        get
        {
            lock (gate)
            {
                return started;
            }
        }
    }

    /// <summary>How long nothing has run; zero while something does.</summary>
    public TimeSpan IdleFor
    {
        get
        {
            lock (gate)
            {
                return running > 0 ? TimeSpan.Zero : time.GetElapsedTime(lastChange);
            }
        }
    }

    /// <summary>Lets polls begin.</summary>
    public void Open()
    {
        lock (gate)
        {
            open = true;
        }

        opened.TrySetResult();
    }

    /// <summary>Lets no further poll begin; those that wait go on.</summary>
    public void Close()
    {
        lock (gate)
        {
            open = false;
        }
    }

    /// <summary>A slot is to be given to a poll.</summary>
    /// <returns>Whether it may.</returns>
    public bool TryReserve()
    {
        lock (gate)
        {
            waiting += open ? 1 : 0;
            return open;
        }
    }

    /// <summary>A slot has got its task.</summary>
    /// <param name="fromPoll">Whether a poll has brought it.</param>
    public void Began(bool fromPoll) => Count(waitingBy: fromPoll ? -1 : 0, runningBy: 1);

    /// <summary>A slot's task has ended and its outcome is sent.</summary>
    public void Ended() => Count(waitingBy: 0, runningBy: -1);

    /// <summary>A slot came back without having had a task.</summary>
    public void Returned() => Count(waitingBy: -1, runningBy: 0);

    private void Count(int waitingBy, int runningBy)
    {
        lock (gate)
        {
            waiting += waitingBy;
            running += runningBy;
            if (runningBy != 0)
            {
                started += Math.Max(runningBy, 0);
                lastChange = time.GetTimestamp();
            }
        }
    }
}
