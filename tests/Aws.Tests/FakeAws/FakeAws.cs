using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace TemporalLambda.Aws.Tests;

/// <summary>
/// AWS as these tests see it: moto_server behind aws-check, which judges every request by botocore's models and its signature. Shared by
/// the assembly; where Python, moto or aws-check is missing, <see cref="SkipReason"/> says so.
/// </summary>
public sealed class FakeAws : IAsyncLifetime
{
    // Runs a script that ends with its parent, however that ends: it watches its standard input.
    private const string Watched =
        """
        import os, runpy, sys, threading
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        sys.argv = sys.argv[1:]
        """;

    private readonly List<Process> _processes = [];
    private readonly HttpClient _http = new();

    /// <summary>Why tests can not use it; null when it runs.</summary>
    public string? SkipReason { get; private set; }

    /// <summary>Where the checker listens.</summary>
    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        string? checker = FindChecker();
        if (checker is null)
        {
            SkipReason = "aws-check is not on this machine (TEMPORALLAMBDA_SHARED_TOOLS names the folder that has it).";
            return;
        }

        if (!await Python.HasAsync("botocore", "moto.server"))
        {
            SkipReason = "python3 with botocore and moto is not on this machine.";
            return;
        }

        int port = FreePort();
        string moto = $"http://127.0.0.1:{port}";
        Start("runpy.run_module('moto.server', run_name='__main__')", "moto.server", "-p", $"{port}");
        Process check = Start("runpy.run_path(sys.argv[0], run_name='__main__')", checker, "--port", "0", "--upstream", moto, "--key", "testing=testing");
        string? line = await check.StandardOutput.ReadLineAsync();
        Url = line!.Split(' ')[^1];
        await WaitAsync(moto);
        await PostAsync(moto + "/moto-api/config", """{"lambda":{"use_docker":false}}""");
    }

    public async ValueTask DisposeAsync()
    {
        List<string> violations = Url.Length == 0 ? [] : [.. (await LogAsync()).SelectMany(call => call.Violations)];
        foreach (Process process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _http.Dispose();
        Assert.Empty(violations);
    }

    /// <summary>A session as a user of the fake; skips the test where the fake does not run.</summary>
    public async Task<AwsSession> OpenAsync(IStageReporter? reporter = null, string region = "eu-central-1")
    {
        Assert.SkipWhen(SkipReason is not null, SkipReason ?? "");
        AwsOptions options = new() { AccessKey = "testing", SecretKey = "testing", Region = region, EndpointUrl = Url };
        return await AwsSession.OpenAsync(options, reporter ?? SilentReporter.Instance, TestContext.Current.CancellationToken);
    }

    /// <summary>Every request so far.</summary>
    public async Task<IReadOnlyList<AwsCall>> LogAsync()
    {
        JsonElement log = await _http.GetFromJsonAsync<JsonElement>(Url + "/_check/log");
        return [.. log.EnumerateArray().Select(AwsCall.From)];
    }

    /// <summary>The requests of an action; of nothing else only where no other test uses the fake at the same time.</summary>
    public async Task<IReadOnlyList<AwsCall>> CallsOfAsync(Func<Task> action)
    {
        int before = (await LogAsync()).Count;
        await action();
        return [.. (await LogAsync()).Skip(before)];
    }

    /// <summary>Plans faults, as aws-check takes them; replaces what was planned before.</summary>
    public Task PlanAsync(params object[] faults) => PostAsync(Url + "/_check/faults", JsonSerializer.Serialize(faults));

    private static string? FindChecker()
    {
        string? tools = Environment.GetEnvironmentVariable("TEMPORALLAMBDA_SHARED_TOOLS");
        string? checker = string.IsNullOrEmpty(tools) ? null : Path.Combine(tools, "aws-check", "check.py");
        return File.Exists(checker) ? checker : null;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

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
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
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

    private async Task WaitAsync(string url)
    {
        for (Stopwatch watch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                using HttpResponseMessage answer = await _http.GetAsync(url + "/moto-api/data.json");
                return;
            }
            catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromSeconds(60))
            {
            }
        }
    }
}
