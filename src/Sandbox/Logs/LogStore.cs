using TemporalLambda.Sandbox.Iam;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Lambda;
using TemporalLambda.Sandbox.Policies;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Logs;

/// <summary>All log groups. The oldest events go when there are too many.</summary>
internal sealed class LogStore(SandboxOptions options, RoleStore roles, Authorizer authorizer, TimeProvider time) : ILogSink
{
    // Characters of all events together: with two bytes each some 64 MB.
    private const long Limit = 32 * 1024 * 1024;

    // CloudWatch's own limit of an event.
    private const int LongestMessage = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, LogGroup> _groups = new(StringComparer.Ordinal);
    private long _sequence;
    private long _size;

    /// <summary>The ARN of a group, as policies know it: with the stream at its end, which may be none.</summary>
    public string PolicyArn(string group, string stream) => $"{Arn(group)}:log-stream:{stream}";

    /// <summary>Does something with all groups, while nobody else does.</summary>
    public T Use<T>(Func<SortedDictionary<string, LogGroup>, T> use)
    {
        lock (_lock)
        {
            return use(_groups);
        }
    }

    /// <summary>Does something with one group, while nobody else does.</summary>
    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    public T Use<T>(string group, Func<LogGroup, T> use) => Use(groups =>
        use(groups.GetValueOrDefault(group) ?? throw new AwsException(400, "ResourceNotFoundException", "The specified log group does not exist.")));

    /// <summary>Makes a group; false where it is there.</summary>
    public bool Create(string group) => Use(groups => groups.TryAdd(group, new LogGroup(group, Arn(group), Now())));

    /// <summary>Makes a stream; false where it is there.</summary>
    public bool CreateStream(string group, string stream) => Use(group, one => one.Streams.TryAdd(stream, new LogStream(stream, Now())));

    /// <summary>Removes a group with its events.</summary>
    public bool Delete(string group) => Use(group, one =>
    {
        _size -= one.Size;
        return _groups.Remove(group);
    });

    /// <summary>Adds an event to a stream that is there.</summary>
    public void Add(string group, string stream, long timestamp, string message) => Use(group, one =>
    {
        string kept = message.Length <= LongestMessage ? message : message[..LongestMessage];
        long before = one.Size;
        one.Add(new LogEvent(++_sequence, stream, timestamp, Now(), kept));
        _size += one.Size - before;
        DropOldest();
        return one;
    });

    /// <inheritdoc/>
    public void Append(FunctionVersion version, string stream, DateTimeOffset timestamp, string message)
    {
        lock (_lock)
        {
            string group = version.LogGroup;
            bool ready = _groups.TryGetValue(group, out var one) || (Allows(version, "logs:CreateLogGroup", "") && Create(group));
            if (!ready || ((one is null || !one.Streams.ContainsKey(stream))
                && !(Allows(version, "logs:CreateLogStream", stream) && CreateStream(group, stream))))
            {
                return;
            }
            if (Allows(version, "logs:PutLogEvents", stream))
            {
                Add(group, stream, timestamp.ToUnixTimeMilliseconds(), message.TrimEnd('\n', '\r'));
            }
        }
    }

    private bool Allows(FunctionVersion version, string action, string stream)
    {
        var role = roles.FindByArn(version.RoleArn);
        return role is not null && authorizer.Decide(
            new Caller(role.Arn, role.Id, role.Name), action, PolicyArn(version.LogGroup, stream)) == Decision.Allow;
    }

    private void DropOldest()
    {
        while (_size > Limit)
        {
            var largest = _groups.Values.MaxBy(group => group.Size)!;
            _size -= largest.DropOldest();
        }
    }

    private string Arn(string group) => $"arn:aws:logs:{options.Region}:{options.AccountId}:log-group:{group}";

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
