using TemporalLambda.DevServer;
using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Removal;

/// <summary>A server of its own, so that the namespace has no other deployments.</summary>
public class FunctionUseTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task What_another_deployments_version_has_invoked_is_used_and_others_are_asked_once(string version)
    {
        await using TemporalDevServer server = await servers.OwnAsync(version, []);
        Situation at = await Situation.MakeAsync(servers, server);
        string own = await at.Aws.CreateFunctionAsync($"{at.Name}-own");
        await RegisterAsync(at, "first", "1", at.Wanted.FunctionArn);
        await RegisterAsync(at, "first", "2", own);
        await RegisterAsync(at, "second", "1", at.Wanted.FunctionArn);
        await RegisterAsync(at, "third", "1", at.Wanted.FunctionArn);
        while ((await new DeploymentReader(at.Connection).DeploymentsAsync(NameFilter.All, Cancel)).Count < 3)
        {
            await Task.Delay(100, Cancel);
        }

        FunctionUse use = new(at.Connection);
        VersionFunctions functions = await FunctionsAsync(at, "first", "2", use);
        Assert.Equal([own], functions.Removed["2"]);
        Assert.Equal([at.Wanted.FunctionArn], functions.Kept);
        at.Reporter.VerboseLines.Clear();
        Assert.Equal([at.Wanted.FunctionArn], (await FunctionsAsync(at, "second", "1", use)).Kept.Intersect([at.Wanted.FunctionArn]));
        Assert.DoesNotContain(at.Reporter.VerboseLines, line => line.Contains("of 'third'", StringComparison.Ordinal));
        Assert.Empty(at.Reporter.Warnings);

        // What stays in the same deployment anyway needs nobody else to be asked.
        await RegisterAsync(at, "third", "2", at.Wanted.FunctionArn);
        at.Reporter.VerboseLines.Clear();
        await FunctionsAsync(at, "third", "2", new(at.Connection));
        Assert.DoesNotContain(at.Reporter.VerboseLines, line => line.Contains("list deployments", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_too_many_versions_would_have_to_be_asked_no_function_goes_and_it_is_told()
    {
        await using TemporalDevServer server = await servers.OwnAsync("1.32.1", []);
        Situation at = await Situation.MakeAsync(servers, server);
        string own = await at.Aws.CreateFunctionAsync($"{at.Name}-own");
        await RegisterAsync(at, "first", "1", own);
        await RegisterAsync(at, "second", "1", at.Wanted.FunctionArn);
        await RegisterAsync(at, "second", "2", at.Wanted.FunctionArn);
        while ((await new DeploymentReader(at.Connection).DeploymentsAsync(NameFilter.All, Cancel)).Count < 2
            || (await RoutingState.ReadDeploymentAsync(at.Connection, "second", Cancel)).Versions.Count < 2)
        {
            await Task.Delay(100, Cancel);
        }

        Assert.Equal([own], (await FunctionsAsync(at, "first", "1", new(at.Connection, mostVersions: 2))).Removed["1"]);
        Assert.Empty(at.Reporter.Warnings);
        at.Reporter.VerboseLines.Clear();
        Assert.Empty((await FunctionsAsync(at, "first", "1", new(at.Connection, mostVersions: 1))).Removed);
        Assert.StartsWith("The published versions of the function stay: namespace 'default' has too many versions", Assert.Single(at.Reporter.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain(at.Reporter.VerboseLines, line => line.Contains("describe version", StringComparison.Ordinal) && line.Contains("of 'second'", StringComparison.Ordinal));
    }

    private static Task<VersionResult> RegisterAsync(Situation at, string deployment, string buildId, string function) => at.RegisterAsync(
        at.Wanted with { DeploymentName = deployment, BuildId = buildId, FunctionArn = function, Timeout = TimeSpan.Zero });

    private static async Task<VersionFunctions> FunctionsAsync(Situation at, string deployment, string buildId, FunctionUse use)
    {
        VersionRemoval removal = new(at.Connection);
        return await removal.FunctionsAsync(await removal.PlanAsync(new(deployment) { BuildId = buildId }, Cancel), use, Cancel);
    }
}
