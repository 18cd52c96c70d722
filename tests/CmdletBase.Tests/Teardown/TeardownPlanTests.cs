using TemporalLambda.Cmdlets.Teardown;
using TemporalLambda.Temporal;

namespace TemporalLambda.CmdletBase.Tests.Teardown;

public class TeardownPlanTests
{
    private const string Unset = "Send no more work to version 'b2' of worker deployment 'shop'.";
    private const string Drain2 = "Wait until version 'b2' of worker deployment 'shop' is drained.";
    private const string Drain1 = "Wait until version 'b1' of worker deployment 'shop' is drained.";
    private const string Delete1 = "Remove version 'b1' of worker deployment 'shop'.";
    private const string Delete2 = "Remove version 'b2' of worker deployment 'shop'.";
    private const string Deployment = "Remove worker deployment 'shop'.";

    public static TheoryData<string, string[], string[]> Situations => new()
    {
        { "no deployment", [], [] },
        { "a current version and a drained one", [Unset, Drain2], [Delete1, Delete2, Deployment] },
        { "a version that drains", [Drain1], [Delete1, Deployment] },
        { "drained versions", [], [Delete1, Deployment] },
        { "no versions any more", [], [Deployment] },
        { "drained beside another worker's version", [], [Delete1] },
        { "open workflows, forced", [Unset], [Delete1, Delete2, Deployment] },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_plan_drains_before_the_function_goes_and_deletes_after_it(string situation, string[] before, string[] after)
    {
        TeardownPlan plan = TeardownPlan.From("worker", Found(situation), force: situation.EndsWith("forced", StringComparison.Ordinal));

        Assert.Equal(before, plan.Before.Select(change => change.Sentence));
        Assert.Equal(after, plan.After.Select(change => change.Sentence));
    }

    [Theory]
    [InlineData("pinned workflows are open", "WorkerAtWork", "2 open pinned workflows")]
    [InlineData("AutoUpgrade workflows are open", "WorkerAtWork", "1 open AutoUpgrade workflow")]
    [InlineData("current beside another worker's version", "WorkerRouted", "elsewhere")]
    public void Work_that_would_be_stranded_is_a_refusal_that_counts_it(string situation, string errorId, string words)
    {
        StageException error = Assert.Throws<StageException>(() => TeardownPlan.From("worker", Found(situation), force: false));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forced_work_is_counted_in_the_warning() => Assert.Contains(
        "2 open pinned workflows", TeardownPlan.From("worker", Found("open workflows, forced"), force: true).Warning, StringComparison.Ordinal);

    private static TeardownState Found(string situation) => situation switch
    {
        "no deployment" => new TeardownState(null, []),
        "a current version and a drained one" => State("b2", Version("b2", "Current"), Version("b1", "Drained")),
        "a version that drains" => State(null, Version("b1", "Draining")),
        "drained versions" => State(null, Version("b1", "Drained")),
        "no versions any more" => State(null),
        "drained beside another worker's version" => State("elsewhere", Version("elsewhere", "Current", null), Version("b1", "Drained")),
        "open workflows, forced" or "pinned workflows are open" => State("b2", Version("b2", "Current") with { Pinned = 2 }, Version("b1", "Drained")),
        "AutoUpgrade workflows are open" => State("b2", Version("b2", "Current") with { AutoUpgrade = 1 }),
        "current beside another worker's version" => State("b2", Version("b2", "Current"), Version("elsewhere", "Drained", "other")),
        _ => throw new ArgumentOutOfRangeException(nameof(situation)),
    };

    private static TeardownState State(string? current, params VersionAtWork[] versions) =>
        new(new DeploymentDescription { DeploymentName = "shop", CurrentBuildId = current }, versions);

    private static VersionAtWork Version(string buildId, string status, string? function = "worker") => new(
        new VersionDescription
        {
            DeploymentName = "shop",
            BuildId = buildId,
            Status = status,
            ScalingGroups = function is null ? [] : [Group(function)],
        },
        0,
        0);

    private static ScalingGroup Group(string function) => new(
        "default", [], "aws-lambda", $"arn:aws:lambda:eu-central-1:123456789012:function:{function}:1", null, null, "no-sync", new Dictionary<string, double>());
}
