using TemporalLambda.DevServer;
using TemporalLambda.Temporal.Tests.Fixtures;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal.Tests.Errors;

/// <summary>Each error that a server gives by its configuration: a server of its own for each.</summary>
public class ConfiguredServerTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task The_limits_of_versions_and_of_deployments_are_told_with_the_way_out(string version)
    {
        await using TemporalDevServer server = await servers.OwnAsync(
            version, new() { ["matching.maxDeployments"] = "1", ["matching.maxVersionsInDeployment"] = "2" });
        Situation at = await Situation.MakeAsync(servers, server);

        // Versions with traffic: one without, the server would remove to make room.
        await at.MakeVersionsAsync("0", "1");
        TemporalLambda.Temporal.Routing routing = new(at.Connection);
        await routing.ApplyAsync(await routing.PlanAsync(new(at.Name) { BuildId = "0", AllowNoPollers = true }, Cancel), Cancel);
        await routing.ApplyAsync(await routing.PlanAsync(new(at.Name) { BuildId = "1", AllowNoPollers = true, RampPercentage = 1 }, Cancel), Cancel);
        await RefusedAsync("maximum number of versions", Unwaited(at, "2"));
        await RefusedAsync("maximum deployments", Unwaited(at, "1") with { DeploymentName = $"{at.Name}-other" });

        Task RefusedAsync(string words, WantedVersion wanted) => new ServerError(
            words, _ => at.RegisterAsync(wanted), RpcException.StatusCode.ResourceExhausted, words,
            "TemporalLimitReached", FaultCategory.LimitsExceeded, _ => "default", "Remove drained versions").CheckAsync(at);
    }

    // Of that limit the server says nothing; only where there are as many as the usual limit allows it is told to be reached (ComputeRefusalTests).
    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task An_unusual_limit_of_worker_controllers_is_told_to_be_possible(string version)
    {
        await using TemporalDevServer server = await servers.OwnAsync(version, new() { ["workercontroller.maxInstances"] = "1" });
        Situation at = await Situation.MakeAsync(servers, server);
        await at.RegisterAsync(Unwaited(at, "1"));
        ServerError row = new(
            "too many controllers", _ => at.RegisterAsync(Unwaited(at, "2")), RpcException.StatusCode.Internal, "something went wrong",
            "TemporalServerFailed", FaultCategory.InvalidResult, _ => $"{at.Name}:2",
            "Run the command again; if it fails again, look for the quoted id in the server's log, and whether the namespace has too many worker controllers");
        await row.CheckAsync(at);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_server_that_reads_no_more_deployments_now_is_told_as_busy(string version)
    {
        await using TemporalDevServer server = await servers.OwnAsync(version, new() { ["frontend.globalNamespaceWorkerDeploymentReadRPS"] = "0" });
        Situation at = await Situation.MakeAsync(servers, server);
        await new ServerError(
            "too many reads", _ => at.RegisterAsync(at.Wanted), RpcException.StatusCode.ResourceExhausted, "rate limit exceeded",
            "TemporalRateLimited", FaultCategory.LimitsExceeded, _ => "default", "Wait a minute").CheckAsync(at);
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task A_server_without_an_identity_in_AWS_is_told(string version)
    {
        await using TemporalDevServer server = await servers.OwnAsync(
            version, [], new() { ["AWS_ACCESS_KEY_ID"] = null, ["AWS_SECRET_ACCESS_KEY"] = null, ["AWS_EC2_METADATA_DISABLED"] = "true" });
        Situation at = await Situation.MakeAsync(servers, server);
        await new ServerError(
            "no credentials", _ => at.RegisterAsync(Unwaited(at, "1")), RpcException.StatusCode.InvalidArgument, "failed to assume role",
            "TemporalServerIdentityMissing", FaultCategory.AuthenticationError, _ => server.Address, "Give the server process AWS credentials").CheckAsync(at);
    }

    [Fact]
    public async Task A_server_whose_operator_has_not_enabled_Lambda_is_told()
    {
        await using TemporalDevServer server = await servers.OwnAsync("1.32.1", new() { ["workercontroller.compute_providers.enabled"] = "[]" });
        Situation at = await Situation.MakeAsync(servers, server);
        await new ServerError(
            "not enabled", _ => at.RegisterAsync(Unwaited(at, "1")), RpcException.StatusCode.InvalidArgument, "Could not instantiate compute provider",
            "TemporalComputeProviderNotEnabled", FaultCategory.NotInstalled, _ => server.Address, "Add aws-lambda to").CheckAsync(at);
    }

    private static WantedVersion Unwaited(Situation at, string buildId) => at.Wanted with { BuildId = buildId, Timeout = TimeSpan.Zero };
}
