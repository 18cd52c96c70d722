namespace TemporalLambda.Temporal.Tests.Removal;

public class VersionRemovalPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    // Day by day, each was current before the next: 1 to 4 are drained, 5 was current before 6, which is; 7 ramps, 8 is new.
    private static readonly DeploymentDescription Found = new()
    {
        DeploymentName = "app", CurrentBuildId = "6", RampingBuildId = "7", PreviousBuildId = "5",
        Versions =
        [
            Version("8", "Created", null), Version("7", "Ramping", null), Version("6", "Current", null), Version("5", "Drained", 1), Version("4", "Drained", 2),
            Version("3", "Drained", 3), Version("2", "Draining", 4), Version("1", "Drained", 5),
        ],
    };

    public static TheoryData<int?, double?, string> Prunings => new()
    {
        { 0, null, "1 3 4" },
        { 1, null, "1 3" },
        { 2, null, "1" },
        { 3, null, "" },
        { null, 2.5, "1 3" },
        { 1, 4, "1" },
        { null, 10, "" },
    };

    [Theory]
    [MemberData(nameof(Prunings))]
    public void Drained_versions_go_the_oldest_first_but_never_one_that_is_routed_or_the_one_before(int? keep, double? days, string expected)
    {
        WantedVersionRemoval wanted = new("app") { Keep = keep, OlderThan = days is { } d ? TimeSpan.FromDays(d) : null };
        VersionRemovalPlan plan = VersionRemovalPlan.For(wanted, Found, Now);
        Assert.Equal(expected, string.Join(' ', plan.Changes.Cast<VersionRemovalChange>().Select(change => change.Version.BuildId)));
    }

    [Theory]
    [InlineData("8", false, "Remove version '8' of worker deployment 'app'.")]
    [InlineData("5", false, "Remove version '5' of worker deployment 'app'.")]
    [InlineData("2", false, "Wait until version '2' of worker deployment 'app' is drained, then remove it.")]
    [InlineData("2", true, "Remove version '2' of worker deployment 'app' although workflows may be open that are pinned to it.")]
    public void A_version_that_is_named_goes(string buildId, bool skip, string sentence) => Assert.Equal(
        [sentence], VersionRemovalPlan.For(new("app") { BuildId = buildId, SkipDrainage = skip }, Found, Now).Changes.Select(change => change.Sentence));

    [Theory]
    [InlineData("6")]
    [InlineData("7")]
    public void A_version_that_gets_traffic_is_refused(string buildId) => Assert.Equal(
        "TemporalVersionIsRouted",
        Assert.Throws<StageException>(() => VersionRemovalPlan.For(new("app") { BuildId = buildId, SkipDrainage = true }, Found, Now)).ErrorId);

    [Fact]
    public void What_is_gone_is_nothing_to_do()
    {
        Assert.Empty(VersionRemovalPlan.For(new("app") { BuildId = "9" }, Found, Now).Changes);
        Assert.Empty(VersionRemovalPlan.For(new("app") { BuildId = "1" }, null, Now).Changes);
        Assert.Empty(VersionRemovalPlan.For(new("app") { Keep = 0 }, null, Now).Changes);
    }

    [Fact]
    public void What_should_go_has_to_be_said()
    {
        Assert.Equal("TemporalRemovalAmbiguous", Assert.Throws<StageException>(new WantedVersionRemoval("app").Check).ErrorId);
        Assert.Equal("TemporalRemovalAmbiguous", Assert.Throws<StageException>((new WantedVersionRemoval("app") { BuildId = "1", Keep = 1 }).Check).ErrorId);
    }

    [Fact]
    public void A_bare_number_is_no_age() => Assert.Equal(
        "TemporalRemovalAgeInvalid", Assert.Throws<StageException>((new WantedVersionRemoval("app") { OlderThan = new TimeSpan(7) }).Check).ErrorId);

    private static VersionDescription Version(string buildId, string status, int? daysAgo) => new()
    {
        DeploymentName = "app", BuildId = buildId, Status = status, CreateTime = Now.AddDays(int.Parse(buildId, null) - 10),
        LastDeactivationTime = daysAgo is { } days ? Now.AddDays(-days) : null,
    };
}
