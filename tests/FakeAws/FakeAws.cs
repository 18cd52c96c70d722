using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TemporalLambda.Testing;

/// <summary>
/// AWS as these tests see it: moto_server behind aws-check, which judges every request by botocore's models and its signature. Shared by
/// an assembly and started by its first use; where Python, moto or aws-check is missing, the tests that use it are skipped and say so.
/// </summary>
public sealed partial class FakeAws : IAsyncLifetime
{
    // Runs a script that ends with its parent, however that ends: it watches its standard input.
    private const string Watched =
        """
        import os, runpy, sys, threading
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        sys.argv = sys.argv[1:]
        """;

    // Lambda keeps these settings and tells them again, and takes layers of other accounts; moto does neither.
    private const string KeepsSettings =
        """
        import moto.awslambda.models as models
        KEPT = ("KMSKeyArn", "LoggingConfig", "TracingConfig", "EphemeralStorage")
        function = models.LambdaFunction
        init, update, tell = function.__init__, function.update_configuration, function.get_configuration
        def keep(self, spec):
            self.kept = {**getattr(self, "kept", {}), **{k: spec[k] for k in KEPT if k in spec}}
        function._get_layers_data = lambda self, arns: [{"Arn": a, "CodeSize": 1} for a in arns]
        function.__init__ = lambda self, account_id, spec, *a, **k: (init(self, account_id, spec, *a, **k), keep(self, spec))[0]
        function.update_configuration = lambda self, updates: (keep(self, updates), update(self, updates))[1]
        function.get_configuration = lambda self, *a, **k: {**tell(self, *a, **k), **self.kept}
        """;

    private readonly List<Process> _processes = [];
    private readonly HttpClient _http = new();
    private readonly Lazy<Task<string?>> _start;
    private string _url = "";
    private string _moto = "";

    public FakeAws() => _start = new(StartAsync);

    /// <summary>The keys that the checker knows, access key and secret alike.</summary>
    public static string Key => "testing";

    /// <summary>The reason why it can not run here, or null.</summary>
    public Task<string?> MissingAsync() => _start.Value;

    /// <summary>Where the checker listens; skips the test where it can not run.</summary>
    public async Task<string> UseAsync()
    {
        string? skipReason = await MissingAsync();
        Assert.SkipWhen(skipReason is not null, skipReason ?? "");
        return _url;
    }

    /// <summary>
    /// Sends a request straight to moto, as the checker judges what the module sends. Moto takes service and region from the signature's scope
    /// and never checks the signature. Skips the test where it can not run.
    /// </summary>
    public async Task<HttpResponseMessage> SendToMotoAsync(HttpRequestMessage request, string service, string region)
    {
        await UseAsync();
        request.RequestUri = new(new Uri(_moto), request.RequestUri!);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={Key}/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        return await _http.SendAsync(request);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        List<string> violations = _url.Length == 0 ? [] : [.. (await LogAsync()).SelectMany(call => call.Violations)];
        foreach (Process process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _http.Dispose();
        Assert.Empty(violations);
    }

    /// <summary>Every request so far.</summary>
    public async Task<IReadOnlyList<AwsCall>> LogAsync()
    {
        JsonElement log = await _http.GetFromJsonAsync<JsonElement>(await UseAsync() + "/_check/log");
        return [.. log.EnumerateArray().Select(AwsCall.From)];
    }

    /// <summary>The requests of an action; of nothing else only where no other test uses the fake at the same time.</summary>
    public async Task<IReadOnlyList<AwsCall>> CallsOfAsync(Func<Task> action)
    {
        await UseAsync();

        // By time, as a request that was delayed and given up by its client is logged when the delay is over.
        double before = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;
        await action();
        return [.. (await LogAsync()).Where(call => call.Time >= before)];
    }

    /// <summary>Plans faults, as aws-check takes them; replaces what was planned before.</summary>
    public async Task PlanAsync(params object[] faults) =>
        await PostAsync(await UseAsync() + "/_check/faults", JsonSerializer.Serialize(faults));

    // Gives the reason why it can not run, or null.
    private async Task<string?> StartAsync()
    {
        string? checker = FindChecker();
        if (checker is null)
        {
            return "aws-check is not on this machine (TEMPORALLAMBDA_SHARED_TOOLS names the folder that has it).";
        }

        if (!await Python.HasAsync("botocore", "moto.server"))
        {
            return "python3 with botocore and moto is not on this machine.";
        }

        Process server = Start(KeepsSettings + "\n" + Moto.Serve, "moto", "-p", "0");
        string moto = _moto = await AddressAsync(server);
        Process check = Start(
            "runpy.run_path(sys.argv[0], run_name='__main__')", checker, "--port", "0", "--upstream", moto, "--key", $"{Key}={Key}");
        _ = check.StandardError.BaseStream.CopyToAsync(Stream.Null);
        string? line = await check.StandardOutput.ReadLineAsync();
        _url = line!.Split(' ')[^1];
        await PostAsync(moto + "/moto-api/config", """{"lambda":{"use_docker":false}}""");
        return null;
    }

    private static string? FindChecker()
    {
        string? tools = Environment.GetEnvironmentVariable("TEMPORALLAMBDA_SHARED_TOOLS");
        string? checker = string.IsNullOrEmpty(tools) ? null : Path.Combine(tools, "aws-check", "check.py");
        return File.Exists(checker) ? checker : null;
    }

    // The port that the system gave is in what the server says of itself.
    private static async Task<string> AddressAsync(Process server)
    {
        while (await server.StandardError.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                _ = server.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return match.Value;
            }
        }

        throw new InvalidOperationException("moto's server ended before it listened.");
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+")]
    private static partial Regex Address();

    private Process Start(string run, params string[] arguments)
    {
        ProcessStartInfo start = new("python3", ["-u", "-c", Watched + "\n" + run, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true" },
        };
        Process process = Process.Start(start)!;
        _processes.Add(process);
        return process;
    }

    // With a length: moto's server does not read chunked bodies.
    private async Task PostAsync(string url, string json)
    {
        using StringContent content = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync(url, content);
        answer.EnsureSuccessStatusCode();
    }
}
