using System.Runtime.CompilerServices;

namespace TemporalLambda.Aws.Logs;

/// <summary>Reads a function's log: what is there, and with <see cref="FollowAsync"/> what comes.</summary>
public sealed class FunctionLog
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Lines of several environments are taken in by CloudWatch a few seconds apart and not in order.
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(15);

    private readonly LogsClient _logs;
    private readonly TimeProvider _time;

    /// <summary>The logs of a session's account.</summary>
    /// <param name="session">The account.</param>
    /// <param name="time">The clock of the pauses. Default: the system's.</param>
    public FunctionLog(AwsSession session, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        _logs = session.Logs;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The log's name of a function that was not told another.</summary>
    public static string GroupOf(string functionName) => "/aws/lambda/" + functionName;

    /// <summary>What is there, oldest first; pages are read as they are asked for.</summary>
    /// <exception cref="StageException">LogGroupNotFound, RequestIdNotValid, or CloudWatch refused.</exception>
    public IAsyncEnumerable<LogEntry> ReadAsync(LogQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Check();
        return query.RequestId is null ? ReadAllAsync(query, cancellationToken) : ReadInvocationAsync(query, cancellationToken);
    }

    /// <summary>What is there and then what comes, until it is cancelled. A log that is not there yet is waited for.</summary>
    /// <exception cref="StageException">RequestIdNotValid, or CloudWatch refused.</exception>
    public async IAsyncEnumerable<LogEntry> FollowAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Check();
        LogEntryReader reader = new();
        Dictionary<string, long> seen = new(StringComparer.Ordinal);
        FilterLogEventsRequest request = RequestFor(query) with { FilterPattern = null };
        while (true)
        {
            // A poll's lines are put in order together, as a page may hold what is older than the page before.
            List<LogEvent> found = [];
            try
            {
                await foreach (LogEvent line in EventsAsync(request, cancellationToken))
                {
                    if (seen.TryAdd(line.EventId ?? $"{line.LogStreamName} {line.Timestamp} {line.Message}", line.Timestamp))
                    {
                        found.Add(line);
                    }
                }
            }
            catch (StageException e) when (e.Is(AwsFault.NotFound))
            {
                // The group appears with the function's first line.
            }

            foreach (LogEvent line in found.OrderBy(line => line.Timestamp))
            {
                LogEntry entry = reader.Read(line);
                if (query.Takes(entry))
                {
                    yield return entry;
                }
            }

            if (seen.Count > 0)
            {
                long from = Math.Max(seen.Values.Max() - (long)Lateness.TotalMilliseconds, query.Since.ToUnixTimeMilliseconds());
                request = request with { StartTime = from };
                foreach (string old in seen.Where(known => known.Value < from).Select(known => known.Key).ToList())
                {
                    seen.Remove(old);
                }
            }

            await Task.Delay(Pause, _time, cancellationToken);
        }
    }

    private static FilterLogEventsRequest RequestFor(LogQuery query) => new()
    {
        LogGroupName = query.LogGroupName,
        StartTime = query.Since.ToUnixTimeMilliseconds(),
        FilterPattern = query.FilterPattern,
    };

    private async IAsyncEnumerable<LogEntry> ReadAllAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LogEntryReader reader = new();
        await foreach (LogEvent line in KnownEventsAsync(RequestFor(query), cancellationToken))
        {
            LogEntry entry = reader.Read(line);
            if (query.Takes(entry))
            {
                yield return entry;
            }
        }
    }

    // An invocation's first and last line have its id, but not all between them: those are found by stream and time.
    private async IAsyncEnumerable<LogEntry> ReadInvocationAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LogEntryReader reader = new();
        List<LogEntry> named = [];
        FilterLogEventsRequest byId = RequestFor(query) with { FilterPattern = $"\"{query.RequestId}\"" };
        await foreach (LogEvent line in KnownEventsAsync(byId, cancellationToken))
        {
            named.Add(reader.Read(line));
        }

        foreach (IGrouping<string, LogEntry> stream in named.GroupBy(entry => entry.LogStreamName))
        {
            bool ended = stream.Any(entry => entry.Kind is LogEntryKind.Report);
            FilterLogEventsRequest whole = RequestFor(query) with
            {
                FilterPattern = null,
                LogStreamNames = [stream.Key],
                StartTime = stream.Min(entry => entry.Timestamp).ToUnixTimeMilliseconds(),
                EndTime = ended ? stream.Max(entry => entry.Timestamp).ToUnixTimeMilliseconds() : null,
            };
            LogEntryReader again = new();
            await foreach (LogEvent line in KnownEventsAsync(whole, cancellationToken))
            {
                LogEntry entry = again.Read(line);
                if (query.Takes(entry))
                {
                    yield return entry;
                }
            }
        }
    }

    private async IAsyncEnumerable<LogEvent> KnownEventsAsync(
        FilterLogEventsRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<LogEvent> events = EventsAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await events.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (StageException e) when (e.Is(AwsFault.NotFound))
            {
                throw AwsErrors.LogGroupNotFound(request.LogGroupName, e);
            }

            yield return events.Current;
        }
    }

    private async IAsyncEnumerable<LogEvent> EventsAsync(FilterLogEventsRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            FilteredLogEvents page = await _logs.FilterLogEventsAsync(request with { NextToken = next }, cancellationToken);
            foreach (LogEvent line in page.Events)
            {
                yield return line;
            }

            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
    }
}
