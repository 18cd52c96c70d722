namespace TemporalLambda.Temporal.Tests.Rollouts;

public class RolloutPlanTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly RoutingState Found = new()
    {
        Exists = true, CurrentBuildId = "2", TargetTaskQueues = ["queue"], ManagerIdentity = "boss",
        Versions = [new("2", "Current", Noon.AddDays(-1)), new("3", "Inactive", null)],
    };

    private static readonly WantedRollout Wanted = new(new("app") { BuildId = "3", Identity = "me" }, [1, 10, 100]) { Pause = TimeSpan.FromMinutes(5) };

    private static readonly WantedRollout ToNone = Wanted with { Routing = new("app") { Unversioned = true, Identity = "me" } };

    public static readonly TheoryData<string, WantedRollout, RoutingState, string[]> Table = new()
    {
        { "from the start", Wanted, Found, [
            "Send 1 % of new workflows of worker deployment 'app' to version '3'.",
            "Stay at 1 % for 00:05:00.",
            "Send 10 % of new workflows of worker deployment 'app' to version '3' instead of 1 %.",
            "Stay at 10 % for 00:05:00.",
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.",
        ] },
        { "a first step that lasted two minutes", Wanted, Ramping("3", 1) with { TargetRoutedTime = Noon.AddMinutes(-2) }, [
            "Stay at 1 % for 00:03:00.",
            "Send 10 % of new workflows of worker deployment 'app' to version '3' instead of 1 %.",
            "Stay at 10 % for 00:05:00.",
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.",
        ] },
        { "a step that lasted long enough, and a server whose clock is ahead", Wanted, Ramping("3", 10) with { TargetRoutedTime = Noon.AddHours(-2) }, [
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.",
        ] },
        { "a server whose clock is ahead", Wanted, Ramping("3", 10) with { TargetRoutedTime = Noon.AddMinutes(1) }, [
            "Stay at 10 % for 00:05:00.",
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.",
        ] },
        { "a share between two steps", Wanted with { Pause = TimeSpan.Zero }, Ramping("3", 5), [
            "Send 10 % of new workflows of worker deployment 'app' to version '3' instead of 5 %.",
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.",
        ] },
        { "another version ramps", Wanted with { Steps = [1] }, Ramping("2.5", 50), [
            "Send 1 % of new workflows of worker deployment 'app' to version '3' instead of version '2.5'.",
        ] },
        { "to the workers without a version, of which a step lasted two minutes", ToNone, Ramping(null, 1) with { TargetRoutedTime = Noon.AddMinutes(-2) }, [
            "Stay at 1 % for 00:03:00.",
            "Send 10 % of new workflows of worker deployment 'app' to the workers without a version instead of 1 %.",
            "Stay at 10 % for 00:05:00.",
            "Make the workers without a version the current one of worker deployment 'app' instead of version '2'.",
        ] },
        { "the workers without a version are current", ToNone, Found with { CurrentBuildId = null }, [] },
        { "current", Wanted, Found with { CurrentBuildId = "3" }, [] },
        { "the last step is not all, and reached", Wanted with { Steps = [1, 10] }, Ramping("3", 10), [] },
        { "the last step is not all, and passed", Wanted with { Steps = [1, 10] }, Ramping("3", 20), [] },
        { "a ramp to all of the new workflows is not yet current", Wanted with { Pause = TimeSpan.Zero }, Ramping("3", 99.5), [
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.",
        ] },
        { "gates", Wanted with { Gate = (_, _) => Task.FromResult<string?>(null), GateWorkflow = new("Smoke", null, TimeSpan.FromSeconds(1)), Steps = [1, 100], Pause = TimeSpan.Zero }, Found, [
            "Have workflow Smoke complete on version '3' before 1 %.",
            "Send 1 % of new workflows of worker deployment 'app' to version '3'.",
            "Have workflow Smoke complete on version '3' before 100 %.",
            "Pass the gate before 100 %.",
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.",
        ] },
        { "another manager is taken over from once", Wanted with { Routing = Wanted.Routing with { TakeOver = true }, Steps = [1, 100], Pause = TimeSpan.Zero }, Found, [
            "Take over worker deployment 'app' from its manager 'boss'.",
            "Send 1 % of new workflows of worker deployment 'app' to version '3'.",
            "Make version '3' the current one of worker deployment 'app' instead of version '2'.",
        ] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void What_is_left_is_planned(string situation, WantedRollout wanted, RoutingState found, string[] sentences)
    {
        string[] planned = [.. RolloutPlan.For(wanted, found, Noon).Changes.Select(change => change.Sentence)];
        Assert.True(sentences.SequenceEqual(planned), $"{situation}: {string.Join(" / ", planned)}");
    }

    [Theory]
    [InlineData("TemporalVersionNotFound", "9", "queue")]
    [InlineData("TemporalVersionNeverPolled", "3", "")]
    public void What_can_not_be_routed_to_can_not_be_rolled_out(string errorId, string buildId, string queue) => Assert.Equal(errorId, Assert.Throws<StageException>(() => RolloutPlan.For(
        Wanted with { Routing = Wanted.Routing with { BuildId = buildId } }, Found with { TargetTaskQueues = queue.Length == 0 ? [] : [queue] }, Noon)).ErrorId);

    [Theory]
    [InlineData()]
    [InlineData(0.0, 100.0)]
    [InlineData(10.0, 5.0)]
    [InlineData(10.0, 10.0)]
    [InlineData(10.0, 101.0)]
    [InlineData(double.NaN)]
    public void Steps_that_do_not_rise_to_100_at_most_are_refused(params double[] steps) =>
        Assert.Equal("TemporalRolloutStepsInvalid", Assert.Throws<StageException>((Wanted with { Steps = steps }).Check).ErrorId);

    [Fact]
    public void A_bare_number_is_no_pause() => Assert.Equal(
        "TemporalRolloutPauseInvalid", Assert.Throws<StageException>((Wanted with { Pause = new TimeSpan(5) }).Check).ErrorId);

    [Fact]
    public void Input_of_a_gate_workflow_that_is_no_JSON_is_refused_before() => Assert.Equal(
        "TemporalWorkflowInputInvalid",
        Assert.Throws<StageException>((Wanted with { GateWorkflow = new("Smoke", "{", TimeSpan.FromSeconds(1)) }).Check).ErrorId);

    private static RoutingState Ramping(string? buildId, double percentage) =>
        Found with { IsRamping = true, RampingBuildId = buildId, RampPercentage = percentage, Versions = [.. Found.Versions, new("2.5", "Ramping", null)] };
}
