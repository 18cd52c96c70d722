namespace TemporalLambda.Sandbox.Logs;

/// <summary>A log group: its streams, and its events in the order of coming. To be used under the store's lock.</summary>
internal sealed class LogGroup(string name, string arn, long creationTime)
{
    public string Name => name;

    /// <summary>Without <c>:*</c>.</summary>
    public string Arn => arn;

    public long CreationTime => creationTime;

    /// <summary>Days; null keeps events for ever.</summary>
    public int? RetentionInDays { get; set; }

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, LogStream> Streams { get; } = new(StringComparer.Ordinal);

    public Queue<LogEvent> Events { get; } = new();

    /// <summary>Characters of all events.</summary>
    public long Size { get; private set; }

    public void Add(LogEvent logEvent)
    {
        Events.Enqueue(logEvent);
        Size += Weight(logEvent);
        var stream = Streams[logEvent.Stream];
        stream.First = Math.Min(stream.First ?? long.MaxValue, logEvent.Timestamp);
        stream.Last = Math.Max(stream.Last ?? long.MinValue, logEvent.Timestamp);
        stream.LastIngestion = logEvent.IngestionTime;
    }

    /// <summary>Drops the oldest event and answers how many characters that freed.</summary>
    public long DropOldest()
    {
        long weight = Weight(Events.Dequeue());
        Size -= weight;
        return weight;
    }

    // An event takes some memory beside its text.
    private static long Weight(LogEvent logEvent) => logEvent.Message.Length + 100;
}

/// <summary>A log stream; times are milliseconds since 1970, null while it has no event.</summary>
internal sealed class LogStream(string name, long creationTime)
{
    public string Name => name;

    public long CreationTime => creationTime;

    public long? First { get; set; }

    public long? Last { get; set; }

    public long? LastIngestion { get; set; }
}
