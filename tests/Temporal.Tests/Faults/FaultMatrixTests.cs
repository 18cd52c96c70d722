using System.Collections.Concurrent;
using System.Reflection;
using TemporalLambda.DevServer;
using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Faults;

/// <summary>
/// The Temporal side from its first version to the removal of that one: each call of it in turn meets each fault, which is no more than one
/// clear error, and the next run brings about what an undisturbed one does. A part of the matrix, another one with each commit; all of it with
/// TEMPORALLAMBDA_FULL=1.
/// </summary>
public class FaultMatrixTests(Servers servers)
{
    private const int Part = 60;
    private const int SideBySide = 4;

    // The whole matrix makes hundreds of deployments, and their controllers run on for five minutes.
    private static readonly Dictionary<string, string> Roomy = new() { ["matching.maxDeployments"] = "10000", ["workercontroller.maxInstances"] = "10000" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers.Versions), MemberType = typeof(Servers))]
    public async Task After_any_fault_at_any_call_the_next_run_converges(string version)
    {
        await using TemporalDevServer server = await servers.OwnAsync(version, Roomy);
        Situation reference = await Situation.MakeAsync(servers, server);
        await using FaultFrontend undisturbed = await FaultFrontend.StartAsync(reference.Server.Address);
        await RunAsync(reference, undisturbed.Address);
        string expected = await SnapshotAsync(reference);
        (Fault Fault, int Call)[] all =
        [
            .. from call in Enumerable.Range(1, undisturbed.Calls) from fault in Enum.GetValues<Fault>() where fault != Fault.Hang select (fault, call),
        ];
        (Fault Fault, int Call)[] chosen = Choose(all);

        ConcurrentBag<string> wrong = [];
        int failed = 0;
        await Parallel.ForEachAsync(
            chosen, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = Cancel },
            async (planned, _) =>
            {
                Situation at = await Situation.MakeAsync(servers, server);
                await using FaultFrontend frontend = await FaultFrontend.StartAsync(at.Server.Address);
                frontend.Planned = planned;
                string outcome = "";
                try
                {
                    await RunAsync(at, frontend.Address);
                }
                catch (StageException e)
                {
                    outcome = $", ended by {e.ErrorId}";
                    Interlocked.Increment(ref failed);
                }
                catch (Exception e) when (!Cancel.IsCancellationRequested)
                {
                    wrong.Add($"{planned} {frontend.Met}: {e}");
                    return;
                }

                // A run polls more often at one time than at another, and this one may have had fewer calls.
                frontend.Planned = null;
                try
                {
                    await RunAsync(at, frontend.Address);
                }
                catch (StageException e)
                {
                    wrong.Add($"{planned} {frontend.Met}{outcome}; the next run: {e.ErrorId} {e.Message}");
                    return;
                }

                string state = await SnapshotAsync(at);
                if (state != expected)
                {
                    wrong.Add($"{planned} {frontend.Met}{outcome}: {state} instead of {expected}");
                }

            });

        string figures = $"{version}: {undisturbed.Calls} calls, {chosen.Length} of {all.Length} faults, {failed} ended the run, {chosen.Length - wrong.Count} converged";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        TestContext.Current.SendDiagnosticMessage(figures);
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
    }

    // Another part with each commit, spread over the whole.
    private static (Fault Fault, int Call)[] Choose((Fault Fault, int Call)[] all)
    {
        if (Environment.GetEnvironmentVariable("TEMPORALLAMBDA_FULL") == "1")
        {
            return all;
        }

        string commit = typeof(TemporalConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        int offset = commit.Aggregate(0, (sum, c) => ((sum * 31) + c) % Part);
        return [.. all.Where((_, index) => index % Part == offset)];
    }

    // As a script would that is run again after it died: what is done already is left alone.
    private static async Task RunAsync(Situation at, string address)
    {
        TemporalConnection connection = await TemporalConnection.OpenAsync(new() { Address = address, Namespace = "default" }, at.Reporter, Cancel);
        VersionDeployment deployment = new(connection);
        TemporalLambda.Temporal.Routing routing = new(connection);
        Rollout rollout = new(connection);
        VersionRemoval removal = new(connection);
        WantedVersion[] versions = [.. new[] { "1", "2" }.Select(build => at.Wanted with { BuildId = build, Timeout = TimeSpan.Zero })];
        RoutingState found = await RoutingState.ReadDeploymentAsync(connection, at.Name, Cancel);
        if (found.CurrentBuildId != "2")
        {
            await RegisterAsync(versions[0]);
            await routing.ApplyAsync(await routing.PlanAsync(new(at.Name) { BuildId = "1", AllowNoPollers = true }, Cancel), Cancel);
        }

        await RegisterAsync(versions[1]);
        WantedRollout wanted = new(new(at.Name) { BuildId = "2", AllowNoPollers = true }, [10, 100]);
        await rollout.ApplyAsync(await rollout.PlanAsync(wanted, Cancel), Cancel);
        VersionRemovalPlan plan = await removal.PlanAsync(new(at.Name) { BuildId = "1", Timeout = TimeSpan.FromSeconds(60) }, Cancel);
        foreach (VersionRemovalChange change in plan.Changes.Cast<VersionRemovalChange>())
        {
            await removal.RemoveAsync(plan, change, () => Task.CompletedTask, Cancel);
        }

        async Task RegisterAsync(WantedVersion version) => await deployment.ApplyAsync(await deployment.PlanAsync(version, Cancel), Cancel);
    }

    private static async Task<string> SnapshotAsync(Situation at)
    {
        RoutingState routing = await RoutingState.ReadDeploymentAsync(at.Connection, at.Name, Cancel);
        VersionState version = await VersionState.ReadVersionAsync(at.Connection, at.Name, "2", Cancel);
        return $"{routing.Described}; {string.Join(' ', routing.Versions.Select(one => one.BuildId))}; "
            + version.Group?.Canonical().Replace(at.Name, "app", StringComparison.Ordinal).ReplaceLineEndings(" ");
    }
}
