using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Versions;

public class VersionValidationTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task The_server_checks_a_version_that_is_not_there_and_makes_none(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        VersionDeployment deployment = new(at.Connection);
        await RefusedAsync(at.Wanted, "TemporalNothingToValidateWith");
        await at.RegisterAsync(at.Wanted with { BuildId = "0", Timeout = TimeSpan.Zero });
        await deployment.ValidateAsync(await deployment.PlanAsync(at.Wanted, Cancel), Cancel);

        string open = await at.Aws.CreateRoleAsync($"{at.Name}-open", externalId: null);
        await RefusedAsync(at.Wanted with { InvokeRoleArn = open }, "TemporalExternalIdNotEnforced");
        await RefusedAsync(at.Wanted with { InvokeRoleArn = "arn:aws:iam::123456789012:role/absent" }, "TemporalRoleNotAssumable");
        await RefusedAsync(at.Wanted with { FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:absent:1" }, "TemporalFunctionNotFound");

        Assert.False((await VersionState.ReadVersionAsync(at.Connection, at.Name, "1", Cancel)).Exists);
        Assert.Equal(at.Wanted.FunctionArn, (await VersionState.ReadVersionAsync(at.Connection, at.Name, "0", Cancel)).Group!.FunctionArn);

        async Task RefusedAsync(WantedVersion wanted, string errorId)
        {
            VersionPlan plan = await deployment.PlanAsync(wanted, Cancel);
            StageException error = await Assert.ThrowsAsync<StageException>(() => deployment.ValidateAsync(plan, Cancel));
            Assert.True(errorId == error.ErrorId, $"{error.ErrorId}: {error.Message}");
        }
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_version_without_a_worker_controller_is_not_asked_to_check_as_it_never_answers(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        await at.MakeVersionsAsync("0");
        ComputeGroup group = VersionPlan.For(at.Wanted, new()).Group;
        await RefusedAsync("0", "TemporalVersionHasNoProvider");
        await RefusedAsync("absent", "TemporalVersionNotFound");
        Assert.DoesNotContain(at.Reporter.VerboseLines, line => line.Contains("validate version", StringComparison.Ordinal));

        async Task RefusedAsync(string buildId, string errorId)
        {
            StageException error = await Assert.ThrowsAsync<StageException>(
                () => VersionValidation.RunAsync(at.Connection, at.Name, buildId, group, Cancel));
            Assert.Equal((errorId, $"{at.Name}:{buildId}"), (error.ErrorId, error.Target));
        }
    }
}
