using TemporalLambda.Cmdlets.Verification;

namespace TemporalLambda.CmdletBase.Tests.Verification;

public class InvocationReportTests
{
    [Fact]
    public void A_report_line_tells_what_is_billed_and_what_memory_was_used() => Assert.Equal(
        new InvocationReport(5.312, 512, 61),
        InvocationReport.Parse(
            "REPORT RequestId: 8f5a\tDuration: 5210.11 ms\tBilled Duration: 5312 ms\tMemory Size: 512 MB\tMax Memory Used: 61 MB\tInit Duration: 101.22 ms\t"));

    [Fact]
    public void Another_line_is_no_report() => Assert.Null(InvocationReport.Parse("START RequestId: 8f5a Version: 1"));
}
