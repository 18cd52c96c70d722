namespace TemporalLambda.Aws.Tests;

/// <summary>A clock on which an hour has passed whenever it is looked at: every patience is over after the first wait.</summary>
internal sealed class LeapingTime : TimeProvider
{
    private long _hours;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => TimeSpan.TicksPerHour * Interlocked.Increment(ref _hours);
}
