using System.Globalization;
using System.Text;

namespace TemporalLambda.Cmdlets.Verification.Reports;

/// <summary>Results as Markdown, for a build's summary page: a table a worker, and below it what to do.</summary>
internal static class MarkdownReport
{
    public static string Write(IReadOnlyList<WorkerResults> workers)
    {
        StringBuilder text = new();
        foreach ((string worker, IReadOnlyList<CheckResult> results) in workers)
        {
            int failed = results.Count(result => result.Status == CheckStatus.Failed);
            text.Append(CultureInfo.InvariantCulture, $"## {Escape(worker)}: {(failed == 0 ? "no check failed" : $"{failed} of {results.Count} checks failed")}\n\n");
            text.Append("| | Check | Seconds | |\n|---|---|---:|---|\n");
            foreach (CheckResult result in results)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {Mark(result.Status)} | {result.Name} | {result.Duration.TotalSeconds:0.00} | {Escape(result.Detail)} |\n");
            }

            text.Append('\n');
            foreach (CheckResult result in results.Where(result => result.Recommendation.Length > 0))
            {
                text.Append(CultureInfo.InvariantCulture, $"- **{result.Name}** ({(result.ErrorId.Length > 0 ? result.ErrorId : result.Status)}): {Escape(result.Recommendation)}\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Mark(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "✅",
        CheckStatus.Warning => "⚠️",
        CheckStatus.Failed => "❌",
        _ => "⏭️",
    };

    // What is found may hold anything, a worker's log lines among it.
    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '\r' or '\n' => " ",
                '|' or '<' or '>' or '*' or '_' or '`' or '[' or ']' or '\\' => $"\\{c}",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
