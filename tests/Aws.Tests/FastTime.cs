namespace TemporalLambda.Aws.Tests;

/// <summary>A clock on which every wait is over at once and has taken as long as it was to take.</summary>
internal sealed class FastTime : TimeProvider
{
    private long _waited;

    /// <summary>How long the waits would have taken.</summary>
    public TimeSpan Waited => new(Interlocked.Read(ref _waited));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _waited);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            Interlocked.Add(ref _waited, dueTime.Ticks);
        }

        return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
