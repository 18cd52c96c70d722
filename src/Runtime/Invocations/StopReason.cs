namespace TemporalLambda.Runtime.Invocations;

/// <summary>Why an invocation's worker stops.</summary>
internal enum StopReason
{
    /// <summary>Nothing ran and nothing came for the idle timeout.</summary>
    Idle,

    /// <summary>The deadline is near.</summary>
    Deadline,

    /// <summary>The process or its host ends.</summary>
    Cancelled,

    /// <summary>The worker ended by itself: it failed.</summary>
    Failed,
}
