using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Versions;

public class VersionRefusalTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_version_that_was_refused_is_not_there(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        string open = await at.Aws.CreateRoleAsync($"{at.Name}-open", externalId: null);
        await Refusal.OfAsync(at, "TemporalExternalIdNotEnforced", at.Wanted with { InvokeRoleArn = open }, open);
        Assert.False((await VersionState.ReadVersionAsync(at.Connection, at.Name, "1", Cancel)).Exists);
    }

    [Fact]
    public async Task The_namespaces_worker_controllers_are_counted()
    {
        Situation at = await Situation.MakeAsync(servers, "1.32.1");
        await at.RegisterAsync(at.Wanted with { Timeout = TimeSpan.Zero });
        ControllerEvidence evidence = await ControllerHistory.EvidenceAsync(at.Connection, at.Name, "1", DateTimeOffset.UtcNow, Cancel);
        Assert.Null(evidence.LastFailure);
        Assert.True(evidence.RunningControllers > 0);
    }
}
