using System.Globalization;
using System.Text;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>The lines that Lambda itself writes to a function's log, in its text format.</summary>
internal static class LogLines
{
    internal static string InitStart(string runtime, string region)
    {
        // Lambda names the runtime's build there, for instance provided:al2023.v139; this one has none.
        var name = runtime.Replace("provided.", "provided:", StringComparison.Ordinal) + ".v0";
        return $"INIT_START Runtime Version: {name}\tRuntime Version ARN: arn:aws:lambda:{region}::runtime:sandbox\n";
    }

    internal static string InitReport(TimeSpan duration, string phase, string status, string? errorType) =>
        $"INIT_REPORT Init Duration: {Milliseconds(duration)} ms\tPhase: {phase}\tStatus: {status}"
        + (errorType is null ? "" : $"\tError Type: {errorType}") + "\n";

    internal static string Start(string requestId, string version) => $"START RequestId: {requestId} Version: {version}\n";

    internal static string Fault(string requestId, string words, string errorType) => $"RequestId: {requestId} Error: {words}\n{errorType}\n";

    internal static string TimedOut(DateTimeOffset now, string requestId, TimeSpan timeout) =>
        $"{now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)} {requestId} "
        + FunctionFault.TimeoutWords(timeout) + "\n\n";

    internal static string End(string requestId) => $"END RequestId: {requestId}\n";

    internal static string Report(InvocationRecord record)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"REPORT RequestId: {record.RequestId}\t");
        line.Append(CultureInfo.InvariantCulture, $"Duration: {record.DurationMs:F2} ms\tBilled Duration: {record.BilledMs} ms\t");
        line.Append(CultureInfo.InvariantCulture, $"Memory Size: {record.Memory} MB\tMax Memory Used: {record.MaxMemoryUsed} MB\t");
        if (record.InitMs is { } init)
        {
            line.Append(CultureInfo.InvariantCulture, $"Init Duration: {init:F2} ms\t");
        }

        if (record.Status != "success")
        {
            line.Append(CultureInfo.InvariantCulture, $"Status: {record.Status}");
            line.Append(record.ErrorType is null ? "" : $"\tError Type: {record.ErrorType}");
        }

        return line.Append('\n').ToString();
    }

    internal static string StreamName(DateTimeOffset now, string version) =>
        $"{now.UtcDateTime.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture)}/[{version}]{Guid.NewGuid():N}";

    private static string Milliseconds(TimeSpan duration) => duration.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);
}
