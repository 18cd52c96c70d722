using System.Text.Json.Nodes;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>What the version's own log says.</summary>
internal sealed class LogChecks(VerificationTarget target)
{
    private const double NearlyAllMemory = 0.9;

    public async Task<Finding> MemoryAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await target.FunctionAsync(cancellationToken);
        int used = (await target.RecentLog.WaitAsync(cancellationToken))
            .Where(line => line is { Kind: LogEntryKind.Report, IsError: false })
            .Select(line => (int)(Number(line, "maxMemoryUsedMB") ?? 0))
            .DefaultIfEmpty().Max();
        return used == 0
            ? Finding.Passed($"{function.MemorySize} MB; no invocation has ended in the last quarter of an hour.")
            : used >= function.MemorySize * NearlyAllMemory
                ? Finding.Warning(
                    "MemoryNearlyUsed",
                    $"An invocation used {used} of {function.MemorySize} MB.",
                    "Run Publish-TemporalLambdaWorker with a larger -MemorySize.")
                : Finding.Passed($"At most {used} of {function.MemorySize} MB were used.");
    }

    public async Task<Finding> LogAsync(CancellationToken cancellationToken)
    {
        LogEntry[] lines = [.. SinceLastSuccess(await target.RecentLog.WaitAsync(cancellationToken))];
        LogEntry[] errors = [.. lines.Where(line => line.IsError)];
        if (errors.Length == 0)
        {
            return Finding.Passed("No errors since the last invocation that ended well.");
        }

        // What tells the cause is often a plain line that no level marks as an error; and what Lambda says of the end comes before or after it.
        foreach (KnownCause cause in KnownCause.All)
        {
            if (Array.Find(lines, line => cause.Explains(line.Text)) is { } line)
            {
                return Finding.Failed(cause.ErrorId, $"{cause.Meaning} The log says: {Shortened(line.Message)}", cause.Recommendation);
            }
        }

        return Finding.Warning(
            "ErrorsInLog",
            $"{(errors.Length == 1 ? "1 error line" : $"{errors.Length} error lines")} since the last invocation that ended well, the last one: {Shortened(errors[^1].Message)}",
            "Read them: Get-TemporalLambdaLog -Errors.");
    }

    // What an invocation that ended well came after is mended already.
    private static IEnumerable<LogEntry> SinceLastSuccess(IReadOnlyList<LogEntry> lines)
    {
        int success = lines.Count - 1;
        while (success >= 0 && !(lines[success] is { Kind: LogEntryKind.Report } report && (string?)report.Data?["status"] is null or "success"))
        {
            success--;
        }

        return lines.Skip(success + 1);
    }

    private static double? Number(LogEntry line, string name) =>
        line.Data?[name] is JsonValue value && value.TryGetValue(out double number) ? number : null;

    private static string Shortened(string message) => message.Length <= 200 ? message.Trim() : message[..200].Trim() + "…";
}
