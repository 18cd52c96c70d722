using System.Diagnostics;
using System.Text.Json;
using TemporalLambda.Sandbox.Lambda;

[assembly: AssemblyFixture(typeof(TemporalLambda.Sandbox.Tests.Clients.SandboxFixture))]

namespace TemporalLambda.Sandbox.Tests.Clients;

/// <summary>One sandbox for all tests of its AWS side, and AWS's own clients to talk to it.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    internal const string AccessKey = "AKIASANDBOXTESTS0001";
    internal const string Secret = "sandbox/tests+secret";
    internal const string TemporalAccessKey = "AKIASANDBOXTEMPORAL1";
    internal const string TemporalSecret = "temporal/tests+secret";

    private const int SkippedExitCode = 77;

    private static readonly TimeSpan ClientTimeout = TimeSpan.FromMinutes(3);

    private readonly SemaphoreSlim _botoTurn = new(1);
    private Process? _boto;
    private bool _noBoto;
    private string _folder = "";

    /// <summary>The running sandbox.</summary>
    public SandboxHost Host { get; private set; } = null!;

    internal RecordingInvoker Invoker { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("sandbox-tests-").FullName;
        File.WriteAllBytes(Path.Combine(_folder, "one.zip"), TestPackage.Answering("\"one\""));
        File.WriteAllBytes(Path.Combine(_folder, "two.zip"), TestPackage.Answering("\"two\""));
        File.WriteAllBytes(Path.Combine(_folder, "echo.zip"), TestPackage.Zip(("bootstrap", "", 0)));
        Host = await SandboxHost.StartAsync(Options("data"), _ => Invoker, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _boto?.StandardInput.Close();
        _boto?.Dispose();
        await Host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal string PackageFile(string name) => Path.Combine(_folder, name);

    /// <summary>The functions' versions that were invoked under a name.</summary>
    internal IReadOnlyList<FunctionVersion> Versions(string functionName) =>
        [.. Invoker.Invoked.Select(one => one.Version).Where(version => version.FunctionName == functionName)];

    /// <summary>Starts another sandbox, whose functions take a while to be ready.</summary>
    internal Task<SandboxHost> StartSlowAsync(TimeSpan transitionTime) => SandboxHost.StartAsync(
        Options("slow-" + Guid.NewGuid()) with { TransitionTime = transitionTime }, _ => Invoker, TestContext.Current.CancellationToken);

    /// <summary>Runs a script with boto3 against a sandbox (null: this one); what it puts into "result" comes back.</summary>
    internal async Task<JsonElement> RunBotoAsync(string script, SandboxHost? host = null)
    {
        await _botoTurn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            // One Python for all scripts: importing boto3 costs more than most of them.
            Assert.SkipWhen(_noBoto, "boto3 is not on this machine.");
            _boto ??= Start("python3", ["-u", Path.Combine(AppContext.BaseDirectory, "Clients", "boto.py")]);
            await _boto.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new[] { Address(host ?? Host), script }));
            await _boto.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            string? answer = await _boto.StandardOutput.ReadLineAsync().WaitAsync(ClientTimeout);
            _noBoto = answer == "no boto3";
            Assert.SkipWhen(_noBoto, "boto3 is not on this machine.");
            using var document = JsonDocument.Parse(answer ?? throw new InvalidOperationException("Python ended."));
            Assert.False(document.RootElement.TryGetProperty("failure", out var failure), failure.ToString());
            return document.RootElement.GetProperty("result").Clone();
        }
        finally
        {
            _botoTurn.Release();
        }
    }

    /// <summary>Runs shell lines that call the aws command; all their output comes back.</summary>
    internal async Task<string> RunAwsAsync(string lines)
    {
        var (exitCode, output) = await RunAsync("sh", ["-c", $"command -v aws >/dev/null || exit {SkippedExitCode}\nset -e\n{lines}"]);
        Assert.SkipWhen(exitCode == SkippedExitCode, "The aws command is not on this machine.");
        Assert.True(exitCode == 0, output);
        return output;
    }

    private SandboxOptions Options(string folder) =>
        new()
        {
            AccessKeyId = AccessKey,
            SecretAccessKey = Secret,
            TemporalAccessKeyId = TemporalAccessKey,
            TemporalSecretAccessKey = TemporalSecret,
            DataFolder = Path.Combine(_folder, folder),
        };

    private static string Address(SandboxHost host) => host.Endpoint.ToString().TrimEnd('/');

    private async Task<(int ExitCode, string Output)> RunAsync(string command, string[] arguments)
    {
        using var process = Start(command, arguments);
        using var timeout = new CancellationTokenSource(ClientTimeout);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            string output = await process.StandardOutput.ReadToEndAsync(timeout.Token) + await errors;
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, output);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(string command, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = command != "python3",
            WorkingDirectory = _folder,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }
        start.Environment["AWS_ENDPOINT_URL"] = Address(Host);
        start.Environment["AWS_ACCESS_KEY_ID"] = AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = Secret;
        start.Environment["AWS_DEFAULT_REGION"] = start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_CONFIG_FILE"] = start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_folder, "none");
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_MAX_ATTEMPTS"] = "1";
        start.Environment["AWS_PAGER"] = "";
        start.Environment["PACKAGES"] = _folder;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{command} is not on this machine.");
            throw;
        }
    }
}
