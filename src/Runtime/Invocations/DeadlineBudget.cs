namespace TemporalLambda.Runtime.Invocations;

/// <summary>
/// How the time of one invocation is shared out. Nothing may still run when the deadline comes: Lambda kills the process there and
/// counts the invocation as failed.
/// </summary>
internal sealed class DeadlineBudget
{
    private readonly TimeProvider time;
    private readonly long started;
    private readonly TimeSpan total;
    private readonly TimeSpan shutdownBuffer;
    private readonly bool hasHooks;

    /// <param name="time">The clock.</param>
    /// <param name="timeLeft">What is left until the deadline now.</param>
    /// <param name="shutdownBuffer">How long before the deadline work stops.</param>
    /// <param name="hasHooks">Whether shutdown hooks need a share.</param>
    public DeadlineBudget(TimeProvider time, TimeSpan timeLeft, TimeSpan shutdownBuffer, bool hasHooks)
    {
        this.time = time;
        started = time.GetTimestamp();
        total = timeLeft;
        this.shutdownBuffer = shutdownBuffer;
        this.hasHooks = hasHooks;
    }

    /// <summary>Until the deadline.</summary>
    public TimeSpan Left => total - time.GetElapsedTime(started);

    /// <summary>Since the invocation began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Until the worker has to stop; zero: there is nothing to be done any more.</summary>
    public TimeSpan WorkLeft => NotNegative(Left - shutdownBuffer);

    /// <summary>Until the worker must have stopped, however it went: hooks and the answer follow.</summary>
    public TimeSpan StopLeft => NotNegative(HooksLeft - (hasHooks ? shutdownBuffer / 7 : TimeSpan.Zero));

    /// <summary>Until the last hook must have ended: the answer follows.</summary>
    public TimeSpan HooksLeft => NotNegative(Left - AnswerShare);

    // Sending the answer takes a millisecond; the rest is for a processor that is busy with an activity that will not end.
    private TimeSpan AnswerShare => TimeSpan.FromTicks(Math.Min(TimeSpan.FromMilliseconds(400).Ticks, shutdownBuffer.Ticks / 5));

    private static TimeSpan NotNegative(TimeSpan value) => value < TimeSpan.Zero ? TimeSpan.Zero : value;
}
