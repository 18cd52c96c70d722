using TemporalLambda.Cmdlets.Verification;

namespace TemporalLambda.CmdletBase.Tests.Verification;

public class CheckSelectionTests
{
    private static readonly Check[] Chain =
    [
        Named(WorkerChecks.Connection), Named(WorkerChecks.Version, WorkerChecks.Connection), Named(WorkerChecks.Routing, WorkerChecks.Version),
        Named(WorkerChecks.Credentials), Named(WorkerChecks.Function, WorkerChecks.Credentials, WorkerChecks.Version),
    ];

    [Fact]
    public void Without_a_wish_all_are_made() => Assert.Equal(Chain.Select(c => c.Name), Select([], []));

    [Fact]
    public void What_is_included_brings_what_it_depends_on() =>
        Assert.Equal(["Connection", "Version", "Routing"], Select(["rout*"], []));

    [Fact]
    public void What_is_excluded_takes_along_what_depends_on_it() =>
        Assert.Equal(["Connection", "Credentials"], Select([], ["Version"]));

    [Fact]
    public void A_name_that_is_no_check_s_is_refused_with_all_names()
    {
        StageException error = Assert.Throws<StageException>(() => Select(["Rooting"], []));
        Assert.Equal("NoSuchCheck", error.ErrorId);
        Assert.Contains("Routing", error.Recommendation, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Select(string[] include, string[] exclude) => CheckSelection.Of(Chain, include, exclude).Select(c => c.Name);

    private static Check Named(string name, params string[] needs) => new(name, needs, _ => Task.FromResult(Finding.Passed("Good.")));
}
