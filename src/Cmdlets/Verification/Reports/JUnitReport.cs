using System.Globalization;
using System.Xml.Linq;

namespace TemporalLambda.Cmdlets.Verification.Reports;

/// <summary>Results as JUnit's XML, which Azure DevOps, GitHub actions, GitLab and Jenkins show: a test suite a worker, a test a check.</summary>
internal static class JUnitReport
{
    public static string Write(IReadOnlyList<WorkerResults> workers) => new XDeclaration("1.0", "utf-8", null) + "\n" + new XElement("testsuites",
        new XAttribute("name", "Test-TemporalLambdaWorker"),
        Counts(workers.SelectMany(worker => worker.Results)),
        workers.Select(worker => new XElement("testsuite", new XAttribute("name", worker.Worker), Counts(worker.Results), worker.Results.Select(r => Case(worker, r)))));

    private static XElement Case(WorkerResults worker, CheckResult result) => new("testcase",
        new XAttribute("name", result.Name),
        new XAttribute("classname", Clean(worker.Worker)),
        Time(result.Duration),
        result.Status switch
        {
            CheckStatus.Failed => new XElement("failure",
                new XAttribute("type", result.ErrorId), new XAttribute("message", Clean(result.Detail)), Clean($"{result.Detail}\n{result.Recommendation}")),
            CheckStatus.Skipped => new XElement("skipped", new XAttribute("message", Clean(result.Detail))),
            _ => null,
        },
        new XElement("system-out", Clean($"{result.Status}: {result.Detail} {result.Recommendation}".Trim())));

    private static IEnumerable<XAttribute> Counts(IEnumerable<CheckResult> results)
    {
        CheckResult[] all = [.. results];
        return
        [
            new("tests", all.Length),
            new("failures", all.Count(result => result.Status == CheckStatus.Failed)),
            new("errors", 0),
            new("skipped", all.Count(result => result.Status == CheckStatus.Skipped)),
            Time(TimeSpan.FromTicks(all.Sum(result => result.Duration.Ticks))),
        ];
    }

    private static XAttribute Time(TimeSpan duration) => new("time", duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));

    // A worker's log may hold what XML can not.
    private static string Clean(string text) => string.Concat(text.Where(System.Xml.XmlConvert.IsXmlChar));
}
