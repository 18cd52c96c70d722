namespace TemporalLambda.Runtime.Logging;

/// <summary>What every line carries beside its message. One invocation runs at a time, so one value serves the process.</summary>
internal sealed class LogContext
{
    /// <summary>The request id of the invocation that runs; null between two.</summary>
    public string? RequestId { get; set; }

    public string? FunctionVersion { get; init; }

    public string? Deployment { get; set; }

    public string? BuildId { get; set; }
}
