using Google.Protobuf;
using TemporalLambda.Temporal.Tests.Fixtures;
using Temporalio.Api.Deployment.V1;

namespace TemporalLambda.Temporal.Tests.Routing;

public class RoutingMemoTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task What_the_server_has_kept_is_what_it_describes(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        await at.MakeVersionsAsync("1", "2");
        foreach (WantedRouting wanted in (WantedRouting[])[new(at.Name) { BuildId = "1" }, new(at.Name) { BuildId = "2", RampPercentage = 12.345 }])
        {
            TemporalLambda.Temporal.Routing routing = new(at.Connection);
            at.Reporter.VerboseLines.Clear();
            RoutingResult result = await routing.ApplyAsync(await routing.PlanAsync(wanted with { AllowNoPollers = true }, Cancel), Cancel);
            Assert.Contains("read back the routing", at.Reporter.VerboseLines.Last(), StringComparison.Ordinal);

            RoutingConfig kept = Assert.IsType<RoutingConfig>(await RoutingMemo.ReadAsync(at.Connection, at.Name, Cancel));
            RoutingState described = await RoutingState.ReadDeploymentAsync(at.Connection, at.Name, Cancel);
            Assert.Equal(described.Route, RoutingState.RouteOf(kept));
            VersionState target = await VersionState.ReadVersionAsync(at.Connection, at.Name, wanted.BuildId!, Cancel);
            Assert.Equal((target.Status, wanted.RampPercentage), (result.Status, result.RampPercentage));
        }
    }

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task Of_a_deployment_that_is_not_there_nothing_is_kept(string version)
    {
        Situation at = await Situation.MakeAsync(servers, version);
        Assert.Null(await RoutingMemo.ReadAsync(at.Connection, at.Name, Cancel));
    }

    [Theory]
    [InlineData("json/protobuf", "no JSON")]
    [InlineData("json/protobuf", "{}")]
    [InlineData("json/protobuf", "[]")]
    [InlineData("json/protobuf", "{\"routingConfig\":7}")]
    [InlineData("binary/protobuf", "\u001aX")]
    [InlineData("binary/protobuf", "")]
    [InlineData("binary/encrypted", "x")]
    public void What_can_not_be_read_is_nothing(string encoding, string data) => Assert.Null(RoutingMemo.Parse(
        new() { Metadata = { ["encoding"] = ByteString.CopyFromUtf8(encoding) }, Data = ByteString.CopyFromUtf8(data) }));
}
