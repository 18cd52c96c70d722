using System.Collections.Concurrent;

namespace TemporalLambda.Temporal;

/// <summary>
/// What a connection knows of the routing of deployments that it has just changed itself. The server starts a deployment's workflow anew
/// after each change, a second after the start before at the earliest, and describes the deployment only then (1.31 and 1.32): reading
/// again what is known would cost each step of a pipeline that second. Nothing is taken for true from here: whoever changes the routing
/// sends the conflict token that goes with what is known, so that the server refuses when somebody else was faster.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class RoutingMemory(TimeProvider time)
{
    // Longer than the server is slow, and short enough that nobody else's change is likely.
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Entry> _known = new(StringComparer.Ordinal);

    /// <summary>The routing as it was just read.</summary>
    public void Read(string deploymentName, RoutingState state)
    {
        if (state.Exists)
        {
            _known[deploymentName] = new(state, null);
        }
        else
        {
            Forget(deploymentName);
        }
    }

    /// <summary>The routing as it is after a change of this connection, with the conflict token that the server gave.</summary>
    public void Changed(string deploymentName, RoutingState state) => _known[deploymentName] = new(state, time.GetTimestamp());

    /// <summary>This connection, or a worker that it had invoked, changed the deployment, but not its routing.</summary>
    public void Touched(string deploymentName)
    {
        if (_known.TryGetValue(deploymentName, out Entry? entry))
        {
            _known.TryUpdate(deploymentName, entry with { ChangedAt = time.GetTimestamp() }, entry);
        }
    }

    /// <summary>Nothing is known of it any more.</summary>
    public void Forget(string deploymentName) => _known.TryRemove(deploymentName, out _);

    /// <summary>The routing, or null where it has to be read.</summary>
    public RoutingState? Recall(string deploymentName) =>
        _known.TryGetValue(deploymentName, out Entry? entry) && entry.ChangedAt is { } changed && time.GetElapsedTime(changed) < Span
            ? entry.State with { IsRecalled = true } : null;

    private sealed record Entry(RoutingState State, long? ChangedAt);
}
