using TemporalLambda.DevServer;
using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Versions;

public class VersionRefusalTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task What_AWS_does_not_allow_is_told_as_what_it_is(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        string open = await at.Aws.CreateRoleAsync($"{at.Name}-open", externalId: null);
        string other = await at.Aws.CreateRoleAsync($"{at.Name}-other", externalId: "another-id");
        string absent = at.Wanted.FunctionArn.Replace(at.Name, $"{at.Name}-absent", StringComparison.Ordinal);
        await new VersionDeployment(at.Connection).ApplyAsync(
            await new VersionDeployment(at.Connection).PlanAsync(at.Wanted with { Timeout = TimeSpan.Zero }, Cancel), Cancel);

        // Side by side, each as a version of its own: server 1.31 takes five seconds for each.
        await Task.WhenAll(
            Refusal.OfAsync(at, "TemporalRoleNotAssumable", Version("other") with { InvokeRoleArn = other }, other),
            Refusal.OfAsync(at, "TemporalExternalIdNotEnforced", Version("open") with { InvokeRoleArn = open }, open),
            Refusal.OfAsync(at, "TemporalInvokeRoleRequired", Version("none") with { InvokeRoleArn = null, ExternalId = null }, at.Wanted.FunctionArn),
            Refusal.OfAsync(at, "TemporalArnInvalid", Version("bad") with { InvokeRoleArn = "no-arn" }, "no-arn"),
            Refusal.OfAsync(at, "TemporalFunctionNotFound", Version("absent") with { FunctionArn = absent }, absent));
        Assert.False((await VersionState.ReadVersionAsync(at.Connection, at.Name, "open", Cancel)).Exists);

        WantedVersion Version(string buildId) => at.Wanted with { BuildId = buildId, Timeout = TimeSpan.FromSeconds(1) };
    }

    [Fact]
    public async Task A_server_whose_operator_has_not_enabled_Lambda_is_told()
    {
        ServerOptions options = new() { DynamicConfig = new Dictionary<string, string> { ["workercontroller.compute_providers.enabled"] = "[]" } };
        await using TemporalDevServer server = await TemporalDevServer.StartAsync(options, Cancel);
        Assert.SkipWhen(server.ServerVersion.StartsWith("1.31", StringComparison.Ordinal), "1.31 enables all.");
        VersionDeployment deployment = new(await TemporalConnection.OpenAsync(
            new() { Address = server.Address, Namespace = "default" }, SilentReporter.Instance, Cancel));
        WantedVersion wanted = new("app", "1", "queue", "arn:aws:lambda:us-east-1:123456789012:function:f:1", "arn:aws:iam::123456789012:role/r", "external");
        VersionPlan plan = await deployment.PlanAsync(wanted, Cancel);
        StageException error = await Assert.ThrowsAsync<StageException>(() => deployment.ApplyAsync(plan, Cancel));
        Assert.Equal("TemporalComputeProviderNotEnabled", error.ErrorId);
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
