namespace TemporalLambda.Temporal.Tests.Versions;

public class VersionPlanTests
{
    private const string Function = "arn:aws:lambda:us-east-1:123456789012:function:worker:7";
    private const string Role = "arn:aws:iam::123456789012:role/worker-temporal-invoke";
    private const string Named = "version '1' of worker deployment 'app'";

    private static readonly WantedVersion Wanted = new("app", "1", "queue", Function, Role, "external");
    private static readonly ComputeGroup Group = new("aws-lambda", Function, Role, "external", "no-sync", Settings(("max_worker_lifetime_ms", 600000)));

    private static readonly VersionState Bound = new()
    {
        DeploymentExists = true, ConflictToken = "token", Exists = true, Status = "Inactive", TaskQueues = ["queue"], Group = Group,
    };

    public static readonly TheoryData<string, WantedVersion, VersionState, Change[]> Table = new()
    {
        { "nothing is there", Wanted, new(), [
            new VersionChange(VersionStep.CreateDeployment, "app", "Create worker deployment 'app'."),
            new VersionChange(VersionStep.CreateVersion, "app:1", $"Create {Named}, for which Temporal invokes {Function}."),
        ] },
        { "the deployment is there", Wanted, new() { DeploymentExists = true }, [
            new VersionChange(VersionStep.CreateVersion, "app:1", $"Create {Named}, for which Temporal invokes {Function}."),
        ] },
        { "all is as wanted", Wanted, Bound, [] },
        { "current and draining make no difference", Wanted, Bound with { Status = "Draining" }, [] },
        { "the version was made by a poll", Wanted, Bound with { Group = null }, [
            Update($"function {Function} to invoke"),
        ] },
        { "another provider", Wanted, Bound with { Group = Group with { ProviderType = "gcp-cloud-run", FunctionArn = null, RoleArn = null, ExternalId = null } }, [
            Update($"function {Function} to invoke instead of compute provider 'gcp-cloud-run'"),
        ] },
        { "another function version", Wanted, Bound with { Group = Group with { FunctionArn = "arn:6" } }, [
            Update($"function {Function} instead of arn:6"),
        ] },
        { "another role and External ID", Wanted, Bound with { Group = Group with { RoleArn = "role-b", ExternalId = "b" } }, [
            Update($"invocation role {Role} instead of role-b, another External ID"),
        ] },
        { "no role wanted", Wanted with { InvokeRoleArn = null, ExternalId = null }, Bound, [
            Update($"invocation role (none) instead of {Role}, another External ID"),
        ] },
        { "another lifetime", Wanted, Bound with { Group = Group with { Scaler = Settings(("max_worker_lifetime_ms", 60000)) } }, [
            Update("max_worker_lifetime_ms 600000 instead of 60000"),
        ] },
        { "a setting that is not there", Wanted with { Scaler = new() { ScaleUpCooloff = TimeSpan.FromMilliseconds(200) } }, Bound, [
            Update("scale_up_cooloff_ms 200"),
        ] },
        { "a setting of somebody else's", Wanted, Bound with { Group = Group with { Scaler = Settings(("max_worker_lifetime_ms", 600000), ("scale_up_cooloff_ms", 5)) } }, [] },
        { "another scaler", Wanted, Bound with { Group = Group with { ScalerType = "other" } }, [
            Update("scaler 'no-sync' instead of 'other'"),
        ] },
        { "function and lifetime", Wanted, Bound with { Group = Group with { FunctionArn = "arn:6", Scaler = Settings() } }, [
            Update($"function {Function} instead of arn:6, max_worker_lifetime_ms 600000"),
        ] },
        { "unbound", Wanted, Bound with { Status = "Created", TaskQueues = [] }, [
            new VersionChange(VersionStep.InvokeAgain, "app:1", $"Have Temporal invoke {Function} again, because task queue 'queue' is not bound to {Named}."),
        ] },
        { "unbound and different: the update invokes", Wanted, Bound with { TaskQueues = ["other"], Group = Group with { FunctionArn = "arn:6" } }, [
            Update($"function {Function} instead of arn:6"),
        ] },
    };

    [Fact]
    public void NoUpdate_refuses_what_differs_and_takes_what_is_as_wanted()
    {
        Assert.Empty(VersionPlan.For(Wanted with { NoUpdate = true }, Bound).Changes);
        Assert.Equal(2, VersionPlan.For(Wanted with { NoUpdate = true }, new()).Changes.Count);
        StageException error = Assert.Throws<StageException>(
            () => VersionPlan.For(Wanted with { NoUpdate = true }, Bound with { Group = Group with { FunctionArn = "arn:6" } }));
        Assert.Equal(("TemporalVersionDiffers", FaultCategory.ResourceExists), (error.ErrorId, error.Category));
        Assert.Contains($"function {Function} instead of arn:6", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void The_plan_has_exactly_the_steps(string situation, WantedVersion wanted, VersionState found, Change[] steps)
    {
        IReadOnlyList<Change> planned = VersionPlan.For(wanted, found).Changes;
        Assert.True(steps.SequenceEqual(planned), $"{situation}: {string.Join(" / ", planned)}");
    }

    [Theory]
    [InlineData("arn:6", 600000, "provider")]
    [InlineData(Function, 60000, "scaler")]
    [InlineData("arn:6", 60000, "provider scaler")]
    public void An_update_names_only_what_differs(string function, int lifetime, string mask)
    {
        VersionState found = Bound with { Group = Group with { FunctionArn = function, Scaler = Settings(("max_worker_lifetime_ms", lifetime)) } };
        Assert.Equal(mask, string.Join(' ', VersionPlan.For(Wanted, found).UpdateMask));
    }

    [Fact]
    public void An_update_keeps_the_settings_that_others_made()
    {
        VersionState found = Bound with { Group = Group with { FunctionArn = "arn:6", Scaler = Settings(("scale_up_cooloff_ms", 5)) } };
        Assert.Equal(Settings(("max_worker_lifetime_ms", 600000), ("scale_up_cooloff_ms", 5)), VersionPlan.For(Wanted, found).Group.Scaler);
    }

    [Fact]
    public void The_request_id_is_the_same_for_the_same_step_and_another_after_any_change()
    {
        static VersionState At(string function, string token) => Bound with { ConflictToken = token, Group = Group with { FunctionArn = function } };
        static string Id(WantedVersion wanted, VersionState found) => VersionPlan.For(wanted, found).RequestId(VersionStep.UpdateCompute);
        WantedVersion a = Wanted with { FunctionArn = "a" };
        WantedVersion b = Wanted with { FunctionArn = "b" };
        Assert.Equal(Id(a, At("b", "1")), Id(a, At("b", "1")));
        string[] abab = [Id(a, At("x", "1")), Id(b, At("a", "2")), Id(a, At("b", "3")), Id(b, At("a", "4"))];
        Assert.Equal(4, abab.Distinct().Count());
    }

    private static VersionChange Update(string differences) => new(VersionStep.UpdateCompute, "app:1", $"Give {Named} {differences}.");

    private static SortedDictionary<string, double> Settings(params (string Key, double Value)[] settings) =>
        new(settings.ToDictionary(setting => setting.Key, setting => setting.Value), StringComparer.Ordinal);
}
