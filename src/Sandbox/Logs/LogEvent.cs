namespace TemporalLambda.Sandbox.Logs;

/// <summary>One event. The sequence number orders events of the same millisecond, and names the event.</summary>
/// <param name="Sequence">Counts all events of the sandbox.</param>
/// <param name="Stream">The stream's name.</param>
/// <param name="Timestamp">Milliseconds since 1970, from the function.</param>
/// <param name="IngestionTime">Milliseconds since 1970, when it came.</param>
/// <param name="Message">The text without the line's end.</param>
internal sealed record LogEvent(long Sequence, string Stream, long Timestamp, long IngestionTime, string Message)
{
    /// <summary>Where the event stands in the order of its group.</summary>
    public LogPosition Position => new(Timestamp, Sequence);
}

/// <summary>A place in the order of events.</summary>
internal readonly record struct LogPosition(long Timestamp, long Sequence) : IComparable<LogPosition>
{
    public int CompareTo(LogPosition other) =>
        Timestamp != other.Timestamp ? Timestamp.CompareTo(other.Timestamp) : Sequence.CompareTo(other.Sequence);

    public override string ToString() => $"{Timestamp:D15}-{Sequence:D15}";

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is something else.</summary>
    public static LogPosition? Parse(string text) =>
        text.Split('-') is [var time, var sequence] && long.TryParse(time, out long t) && long.TryParse(sequence, out long s)
            ? new LogPosition(t, s) : null;
}
