using System.Diagnostics;

namespace TemporalLambda.DevServer;

/// <summary>The command line and environment of one server process. Pure.</summary>
internal static class ServerCommandLine
{
    // 1.32 enables no compute provider by itself; 1.31 has all.
    private static readonly IReadOnlyDictionary<string, string> WorkerController = new Dictionary<string, string>
    {
        ["workercontroller.enabled"] = "true",
        ["workercontroller.compute_providers.enabled"] = """["aws-lambda"]""",
        ["workercontroller.scaling_algorithms.enabled"] = """["no-sync"]""",
        // As in Temporal Cloud: a worker that stops gets back its waiting polls instead of losing the task that one of them is about to bring.
        ["frontend.enableCancelWorkerPollsOnShutdown"] = "true",
    };

    public static ProcessStartInfo For(string path, ServerOptions options, int port, int? webUiPort)
    {
        ProcessStartInfo start = new(path, Arguments(options, port, webUiPort))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
        };

        // This process may be set up as a client of another server, which must not reach into this one.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("TEMPORAL_", StringComparison.Ordinal)).ToArray())
        {
            if (name != "TEMPORAL_SERVER_VERSION")
            {
                start.Environment.Remove(name);
            }
        }

        foreach ((string name, string? value) in options.Environment)
        {
            start.Environment.Remove(name);
            if (value is not null)
            {
                start.Environment.Add(name, value);
            }
        }

        return start;
    }

    public static IReadOnlyList<string> Arguments(ServerOptions options, int port, int? webUiPort)
    {
        List<string> arguments = ["server", "start-dev", "--ip", "127.0.0.1", "--port", $"{port}", "--log-level", "warn"];
        arguments.AddRange(webUiPort is { } ui ? ["--ui-port", $"{ui}"] : ["--headless"]);
        if (options.Namespace != "default")
        {
            arguments.AddRange(["--namespace", options.Namespace]);
        }

        Dictionary<string, string> values = new(WorkerController);
        foreach ((string key, string value) in options.DynamicConfig)
        {
            values[key] = value;
        }

        foreach ((string key, string value) in values)
        {
            arguments.AddRange(["--dynamic-config-value", $"{key}={value}"]);
        }

        return arguments;
    }
}
