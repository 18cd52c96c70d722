using TemporalLambda.DevServer;

namespace TemporalLambda.Temporal.Tests.Fixtures;

/// <summary>A function and its invocation role in the fake AWS, and names of one test's own on a server of one version.</summary>
public sealed class Situation
{
    private Situation(ControllerAws aws, TemporalDevServer server, TemporalConnection connection, RecordingReporter reporter, string name, string function, string role)
    {
        (Aws, Server, Connection, Reporter, Name) = (aws, server, connection, reporter, name);
        Wanted = new(name, "1", $"{name}-queue", function, role, ControllerAws.ExternalId) { Timeout = TimeSpan.FromSeconds(30) };
    }

    public ControllerAws Aws { get; }

    public TemporalDevServer Server { get; }

    public TemporalConnection Connection { get; }

    public RecordingReporter Reporter { get; }

    /// <summary>The deployment's and the function's name.</summary>
    public string Name { get; }

    /// <summary>Version 1 as it should be.</summary>
    public WantedVersion Wanted { get; }

    public static async Task<Situation> MakeAsync(Servers servers, string version, bool withRole = true) =>
        await MakeAsync(servers, await servers.TemporalAsync(version), withRole);

    public static async Task<Situation> MakeAsync(Servers servers, TemporalDevServer server, bool withRole = true)
    {
        ControllerAws aws = await servers.AwsAsync();
        RecordingReporter reporter = new();
        TemporalConnection connection = await TemporalConnection.OpenAsync(
            new() { Address = server.Address, Namespace = "default" }, reporter, TestContext.Current.CancellationToken);
        string name = $"app-{Guid.NewGuid():N}"[..16];
        string function = await aws.CreateFunctionAsync(name);
        string role = withRole ? await aws.CreateRoleAsync($"{name}-invoke") : $"arn:aws:iam::123456789012:role/{name}-invoke";
        return new(aws, server, connection, reporter, name, function, role);
    }

    /// <summary>Starts a worker of the version once the function was invoked, as Lambda would.</summary>
    public async Task<TestWorker> WorkerOnInvocationAsync(string? buildId = null, string? taskQueue = null, int invocations = 1)
    {
        while (await Aws.InvocationsAsync(Name) < invocations)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return await TestWorker.StartAsync(Server.Address, Name, buildId ?? Wanted.BuildId, taskQueue ?? Wanted.TaskQueue);
    }

    /// <summary>Versions of the deployment without a compute provider, whose workers have never polled.</summary>
    public async Task MakeVersionsAsync(params string[] buildIds)
    {
        await Connection.Client.WorkflowService.CreateWorkerDeploymentAsync(
            new() { Namespace = "default", DeploymentName = Name, Identity = "test", RequestId = Name });
        foreach (string buildId in buildIds)
        {
            await Connection.Client.WorkflowService.CreateWorkerDeploymentVersionAsync(new()
            {
                Namespace = "default", DeploymentVersion = new() { DeploymentName = Name, BuildId = buildId }, Identity = "test", RequestId = buildId,
            });
        }
    }

    /// <summary>A version that a worker's poll made; the worker is gone again.</summary>
    public async Task PollAsync(string buildId, string taskQueue)
    {
        await using TestWorker worker = await WorkerAsync(buildId, taskQueue);
    }

    /// <summary>A worker of the version that has polled.</summary>
    public async Task<TestWorker> WorkerAsync(string buildId, string taskQueue)
    {
        TestWorker worker = await TestWorker.StartAsync(Server.Address, Name, buildId, taskQueue);
        while (!(await VersionState.ReadVersionAsync(Connection, Name, buildId, TestContext.Current.CancellationToken)).TaskQueues.Contains(taskQueue))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return worker;
    }

    /// <summary>Plans and does it.</summary>
    public async Task<VersionResult> RegisterAsync(WantedVersion wanted)
    {
        VersionDeployment deployment = new(Connection);
        return await deployment.ApplyAsync(await deployment.PlanAsync(wanted, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
    }
}
