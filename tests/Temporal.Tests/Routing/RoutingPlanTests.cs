namespace TemporalLambda.Temporal.Tests.Routing;

public class RoutingPlanTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly RoutingState Found = new()
    {
        Exists = true, CurrentBuildId = "2", TargetTaskQueues = ["queue"],
        Versions = [new("1", "Drained", Noon.AddDays(-2)), new("2", "Current", Noon), new("3", "Inactive", null), new("0", "Draining", Noon.AddDays(-1))],
    };

    private static readonly RoutingState Ramping = Found with { IsRamping = true, RampingBuildId = "3", RampPercentage = 10 };
    private static readonly RoutingState RampingToNone = Found with { IsRamping = true, RampPercentage = 5 };
    private static readonly WantedRouting To3 = new("app") { BuildId = "3" };

    public static readonly TheoryData<string, WantedRouting, RoutingState, Change[]> Table = new()
    {
        { "another version", To3, Found, [new RoutingChange(RoutingStep.SetCurrent, "app:3",
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.")] },
        { "the first version", To3, Found with { CurrentBuildId = null }, [new RoutingChange(RoutingStep.SetCurrent, "app:3",
            "Make version '3' the current one of worker deployment 'app' instead of the workers without a version.")] },
        { "already current", To3 with { BuildId = "2" }, Found, [] },
        { "already current, and never polled", To3 with { BuildId = "2" }, Found with { TargetTaskQueues = [] }, [] },
        { "current while another ramps", To3 with { BuildId = "2" }, Ramping, [] },
        { "never polled, allowed", To3 with { AllowNoPollers = true }, Found with { TargetTaskQueues = [] }, [new RoutingChange(RoutingStep.SetCurrent, "app:3",
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.")] },
        { "a ramp", To3 with { RampPercentage = 10 }, Found, [new RoutingChange(RoutingStep.SetRamp, "app:3",
            "Send 10 % of new workflows of worker deployment 'app' to version '3'.")] },
        { "the same ramp", To3 with { RampPercentage = 10 }, Ramping, [] },
        { "a larger ramp", To3 with { RampPercentage = 12.5 }, Ramping, [new RoutingChange(RoutingStep.SetRamp, "app:3",
            "Send 12.5 % of new workflows of worker deployment 'app' to version '3' instead of 10 %.")] },
        { "a ramp instead of another's", new("app") { BuildId = "1", RampPercentage = 10 }, Ramping, [new RoutingChange(RoutingStep.SetRamp, "app:1",
            "Send 10 % of new workflows of worker deployment 'app' to version '1' instead of version '3'.")] },
        { "a full ramp", To3 with { RampPercentage = 100 }, Ramping, [new RoutingChange(RoutingStep.SetRamp, "app:3",
            "Send 100 % of new workflows of worker deployment 'app' to version '3' instead of 10 %.")] },
        { "the ramping one becomes current", To3, Ramping, [new RoutingChange(RoutingStep.SetCurrent, "app:3",
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.")] },
        { "unversioned", new("app") { Unversioned = true }, Found, [new RoutingChange(RoutingStep.SetCurrent, "app:(unversioned)",
            "Make the workers without a version the current one of worker deployment 'app' instead of version '2'.")] },
        { "already unversioned", new("app") { Unversioned = true }, Found with { CurrentBuildId = null }, [] },
        { "a ramp to unversioned", new("app") { Unversioned = true, RampPercentage = 5 }, Found, [new RoutingChange(RoutingStep.SetRamp, "app:(unversioned)",
            "Send 5 % of new workflows of worker deployment 'app' to the workers without a version.")] },
        { "the same ramp to unversioned", new("app") { Unversioned = true, RampPercentage = 5 }, RampingToNone, [] },
        { "no ramp", new("app") { Unversioned = true, RampPercentage = 0 }, Ramping, [new RoutingChange(RoutingStep.EndRamp, "app",
            "End the ramp of version '3' of worker deployment 'app'.")] },
        { "no ramp where none is", new("app") { Unversioned = true, RampPercentage = 0 }, Found, [] },
        { "a version that is only planned", To3 with { BuildId = "9", VersionIsPlanned = true }, new(), [new RoutingChange(RoutingStep.SetCurrent, "app:9",
            "Make version '9' the current one of worker deployment 'app' instead of the workers without a version.")] },
        { "a version that is there and planned again", To3 with { VersionIsPlanned = true }, Found with { TargetTaskQueues = [] }, [new RoutingChange(RoutingStep.SetCurrent, "app:3",
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.")] },
        { "rollback", new("app") { Rollback = true }, Found, [new RoutingChange(RoutingStep.SetCurrent, "app:0",
            "Make version '0' the current one of worker deployment 'app' instead of version '2'.")] },
        { "rollback from unversioned", new("app") { Rollback = true }, Found with { CurrentBuildId = null }, [new RoutingChange(RoutingStep.SetCurrent, "app:2",
            "Make version '2' the current one of worker deployment 'app' instead of the workers without a version.")] },
        { "rollback of a ramp", new("app") { Rollback = true }, Ramping, [new RoutingChange(RoutingStep.EndRamp, "app",
            "End the ramp of version '3' at 10 %, so that all traffic of worker deployment 'app' goes to version '2'.")] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void The_plan_has_exactly_the_steps(string situation, WantedRouting wanted, RoutingState found, Change[] steps)
    {
        IReadOnlyList<Change> planned = RoutingPlan.For(wanted, found).Changes;
        Assert.True(steps.SequenceEqual(planned), $"{situation}: {string.Join(" / ", planned)}");
    }

    public static readonly TheoryData<string, WantedRouting, RoutingState> Refusals = new()
    {
        { "TemporalDeploymentNotFound", To3, new() },
        { "TemporalVersionNotFound", To3 with { BuildId = "9" }, Found },
        { "TemporalVersionNotFound", To3 with { BuildId = "9", AllowNoPollers = true, IgnoreMissingTaskQueues = true }, Found },
        { "TemporalVersionNotFound", To3 with { BuildId = "9", AllowNoPollers = true, RampPercentage = 1 }, Found },
        { "TemporalVersionNeverPolled", To3, Found with { TargetTaskQueues = [] } },
        { "TemporalVersionNeverPolled", To3 with { RampPercentage = 1 }, Found with { TargetTaskQueues = [] } },
        { "TemporalRampOfCurrentVersion", To3 with { BuildId = "2", RampPercentage = 1 }, Found },
        { "TemporalNothingToRollBackTo", new("app") { Rollback = true }, Found with { Versions = [new("2", "Current", Noon), new("3", "Inactive", null)] } },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_can_not_be_is_refused(string errorId, WantedRouting wanted, RoutingState found) =>
        Assert.Equal(errorId, Assert.Throws<StageException>(() => RoutingPlan.For(wanted, found)).ErrorId);

    [Fact]
    public void An_unknown_version_is_named_with_those_that_are()
    {
        StageException error = Assert.Throws<StageException>(() => RoutingPlan.For(To3 with { BuildId = "9" }, Found));
        Assert.Contains("no version '9'; it has '1', '2', '3', '0'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void A_percentage_outside_0_to_100_is_refused(double percentage) => Assert.Equal(
        "TemporalRampPercentageInvalid", Assert.Throws<StageException>((To3 with { RampPercentage = percentage }).Check).ErrorId);

    [Fact]
    public void Rollback_goes_with_no_other_target() => Assert.Equal(
        "TemporalRoutingTargetAmbiguous", Assert.Throws<StageException>(new WantedRouting("app") { Rollback = true, Unversioned = true }.Check).ErrorId);
}
