namespace TemporalLambda.Sandbox.Execution;

/// <summary>The limits under which functions run; the defaults are Lambda's where nothing else is said.</summary>
public sealed record ExecutionOptions
{
    /// <summary>How long an environment may take until its first request for an invocation.</summary>
    public TimeSpan InitLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an environment is kept frozen without work. Lambda does not say; 5 minutes is often seen.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many environments of all functions there may be at once; an account of AWS starts with 1000.</summary>
    public int MaximumEnvironments { get; init; } = 64;

    /// <summary>The wait before the first and before the second repetition of a failed asynchronous invocation.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];
}
