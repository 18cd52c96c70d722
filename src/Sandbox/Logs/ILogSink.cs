using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox.Logs;

/// <summary>Where a function's output goes.</summary>
public interface ILogSink
{
    /// <summary>
    /// Adds one event to the function's log group; group and stream are created. As in AWS the execution role has to allow it
    /// (logs:CreateLogGroup, logs:CreateLogStream, logs:PutLogEvents): what it does not allow is dropped without an error.
    /// </summary>
    void Append(FunctionVersion version, string stream, DateTimeOffset timestamp, string message);
}
