using System.Xml.Linq;
using TemporalLambda.Cmdlets.Verification.Reports;

namespace TemporalLambda.CmdletBase.Tests.Verification;

public sealed class CheckReportsTests : IDisposable
{
    private static readonly CheckResult[] Results =
    [
        new("Connection", CheckStatus.Passed, "Temporal 1.32.1.", "", TimeSpan.FromMilliseconds(20), ""),
        new("Function", CheckStatus.Failed, "It says <none> | \u0001.", "Publish it again.", TimeSpan.FromMilliseconds(1500), "AwsResourceNotFound"),
        new("Package", CheckStatus.Skipped, "It depends on the check Function, which failed.", "", TimeSpan.Zero, ""),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task JUnit_has_a_suite_a_worker_and_a_test_a_check()
    {
        string path = Path.Combine(_folder.FullName, "worker.xml");
        CheckReports reports = CheckReports.Open([path]);
        await reports.AddAsync("orders 1", Results, CancellationToken.None);
        await reports.AddAsync("orders 2", [Results[0]], CancellationToken.None);

        XElement root = XDocument.Load(path).Root!;
        Assert.Equal(("4", "1", "1"), ((string)root.Attribute("tests")!, (string)root.Attribute("failures")!, (string)root.Attribute("skipped")!));
        Assert.Equal(["orders 1", "orders 2"], root.Elements("testsuite").Select(suite => (string)suite.Attribute("name")!));
        XElement failed = root.Descendants("testcase").Single(test => (string)test.Attribute("name")! == "Function");
        Assert.Equal("1.500", (string)failed.Attribute("time")!);
        Assert.Equal("AwsResourceNotFound", (string)failed.Element("failure")!.Attribute("type")!);
        Assert.Equal("It says <none> | .", (string)failed.Element("failure")!.Attribute("message")!);
    }

    [Fact]
    public async Task Markdown_shows_each_check_and_what_to_do()
    {
        string path = Path.Combine(_folder.FullName, "worker.md");
        await CheckReports.Open([path]).AddAsync("orders 1", Results, CancellationToken.None);

        string text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.StartsWith("## orders 1: 1 of 3 checks failed", text, StringComparison.Ordinal);
        Assert.Contains(@"| ❌ | Function | 1.50 | It says \<none\> \| ", text, StringComparison.Ordinal);
        Assert.Contains("- **Function** (AwsResourceNotFound): Publish it again.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("worker.html", "ReportKindUnknown")]
    [InlineData("absent/worker.xml", "ReportNotWritten")]
    public void A_report_that_cannot_be_is_refused_before_anything_is_looked_at(string name, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<StageException>(() => CheckReports.Open([Path.Combine(_folder.FullName, name)])).ErrorId);
}
