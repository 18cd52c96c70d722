using TemporalLambda.DevServer;
using TemporalLambda.Temporal.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(Servers))]

namespace TemporalLambda.Temporal.Tests.Fixtures;

/// <summary>One Temporal server a version and one fake AWS for all tests of this assembly; each starts when a test first needs it.</summary>
public sealed class Servers : IAsyncLifetime
{
    public static readonly TheoryData<string> Versions = ["1.32.1", "1.31.2"];

    // What takes a server minutes by default: to see that a version is drained, and that its workers are gone.
    private static readonly Dictionary<string, string> Hurried = new()
    {
        ["matching.wv.VersionDrainageStatusVisibilityGracePeriod"] = "\"1s\"", ["matching.wv.VersionDrainageStatusRefreshInterval"] = "\"1s\"",
        ["matching.PollerHistoryTTL"] = "\"8s\"",
    };

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, TemporalDevServer> _servers = [];
    private readonly ControllerAws _aws = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The fake AWS; skips the test where it can not run.</summary>
    public async Task<ControllerAws> AwsAsync()
    {
        string? missing = await _aws.MissingAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
        return _aws;
    }

    /// <summary>The server of that version, using the fake AWS where it can run; skips the test where the version is not there.</summary>
    public async Task<TemporalDevServer> TemporalAsync(string version)
    {
        ControllerAws? aws = await _aws.MissingAsync() is null ? _aws : null;
        await _turn.WaitAsync();
        try
        {
            if (!_servers.TryGetValue(version, out TemporalDevServer? server))
            {
                _servers[version] = server = await StartAsync(version, aws, [], []);
            }

            Assert.SkipWhen(server.ServerVersion != version, $"The Temporal server here is {server.ServerVersion}.");
            return server;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A server of that version for one test, using the fake AWS; skips the test where either is not there.</summary>
    /// <param name="version">The server's version.</param>
    /// <param name="dynamicConfig">What is configured otherwise than in the others' server.</param>
    /// <param name="environment">What it has otherwise in its environment.</param>
    public async Task<TemporalDevServer> OwnAsync(string version, Dictionary<string, string> dynamicConfig, Dictionary<string, string?>? environment = null)
    {
        TemporalDevServer server = await StartAsync(version, await AwsAsync(), dynamicConfig, environment ?? []);
        if (server.ServerVersion != version)
        {
            await server.DisposeAsync();
            Assert.Skip($"The Temporal server here is {server.ServerVersion}.");
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TemporalDevServer server in _servers.Values)
        {
            await server.DisposeAsync();
        }

        await _aws.DisposeAsync();
        _turn.Dispose();
    }

    private static async Task<TemporalDevServer> StartAsync(
        string version, ControllerAws? aws, Dictionary<string, string> dynamicConfig, Dictionary<string, string?> environment)
    {
        Dictionary<string, string?> variables = aws is null ? [] : await aws.ServerEnvironmentAsync();
        variables["TEMPORAL_SERVER_VERSION"] = version;
        foreach ((string name, string? value) in environment)
        {
            variables[name] = value;
        }

        Dictionary<string, string> config = new(Hurried);
        foreach ((string key, string value) in dynamicConfig)
        {
            config[key] = value;
        }

        return await TemporalDevServer.StartAsync(
            new() { CliPath = NamedServer(), Environment = variables, DynamicConfig = config }, TestContext.Current.CancellationToken);
    }

    // The shared tools' wrapper has both versions; without it TEMPORAL_CLI_PATH, PATH or the carried server decide.
    private static string? NamedServer()
    {
        string? tools = Environment.GetEnvironmentVariable("TEMPORALLAMBDA_SHARED_TOOLS");
        string path = string.IsNullOrEmpty(tools) ? "" : Path.Combine(tools, "temporal", "temporal");
        return File.Exists(path) ? path : null;
    }
}
